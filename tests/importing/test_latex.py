"""What LaTeX and babel write in BibTeX becomes the characters that a reader sees; nothing goes without a word."""

import pytest

from ogl_portal.importing.bibliography.latex import decode, unknown_commands
from ogl_portal.importing.raised import without_tags


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"{\"U}ber die Gr{\"o}{\ss}e -- {\glqq}Zitat{\grqq}", "Über die Größe – „Zitat“"),
        (r"CO$_2$ und H\textsubscript{2}O, $\mathrm{CO}_{2}$", "CO₂ und H₂O, CO₂"),
        (r"m\textsuperscript{2}, m$^2$, 10$^{-3}$, 5\,$^\circ$C, $\alpha$", "m², m², 10⁻³, 5 °C, α"),
        (r"\emph{kursiv} \textit{\textbf{beide}} {\em so} \mbox{ganz} \texttt{fest}", "kursiv beide so ganz fest"),
        (r"\L{}\l{}\'od\'z \c{c} \v{S}koda \H{o} \.z \k{a} \u{g} \o \O \aa \AA", "Łłódź ç Škoda ő ż ą ğ øØåÅ"),
        (r"Stra\ss e, Stra{\ss}e, Stra{\ss e}, na\"\i ve, \'{\i}, {\AE}", "Straße, Straße, Straße, naïve, í, Æ"),
        (r"o.\,J. A~B \& C 100\,\% \_ \# \$5 a & b -- c --- d", "o. J. A B & C 100 % _ # $5 a & b – c — d"),
        (r"``a'' \enquote{b} \enquote*{c} \flqq d\frqq \textquotedblleft e\textquotedblright", "„a“ »b« »c« «d»“e”"),
        (r"\href{https://a.example}{Text} \foreignlanguage{english}{Open} \url{https://a.example/b_c}",
         "Text Open https://a.example/b_c"),
        (r"\S 5 \texteuro{} \copyright \LaTeX{} \textbackslash Sil\-be", "§5 € ©LaTeX \\Silbe"),
        ("Kosten: 5 $ und 50% mehr", "Kosten: 5 $ und 50% mehr"),
        ("{{{{Tief}}}}", "Tief"),
        # babel
        ('F"orderung der Stra"sen', "Förderung der Straßen"),
        ('"Uber die "Offnung', "Über die Öffnung"),
        ('Das "andere" Amt in M"unchen', 'Das "andere" Amt in München'),
        ("\"`Zitat\"' und \"<Zitat\"> O\"=Ton, Sil\"-be, Auf\"|lage, so\"\"so",
         "„Zitat“ und «Zitat» O-Ton, Silbe, Auflage, soso"),
    ],
)  # fmt: skip
def test_latex(written: str, read: str) -> None:
    assert decode(written) == read


@pytest.mark.parametrize(
    "text", ["{" * 5000 + "Wort" + "}" * 5000, r"\href{Wort}", r"\textsuperscript{" * 3000 + "Wort" + "}" * 3000]
)
def test_what_cannot_be_parsed_keeps_its_words(text: str) -> None:
    assert "Wort" in decode(text)


def test_commands_that_nobody_knows_are_named() -> None:
    assert unknown_commands(r"\emph{a} \foo{b} \"u \ss \foo \H{o} \glqq \alpha \bar{x}") == ["foo"]


def test_tags_of_other_programs() -> None:
    assert (
        without_tags("CO<sub>2</sub>, m<sup>2</sup>, 1<sup>te</sup> <i>Stadt</i> &amp; Land, 3 < 4")
        == "CO₂, m², 1te Stadt & Land, 3 < 4"
    )
