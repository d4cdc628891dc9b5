"""LaTeX in the fields of BibTeX as plain text: accents, commands, formulas, the shorthands of babel."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_syntax
from pylatexenc.macrospec import MacroSpec

from ogl_portal.importing.raised import lowered, raised

# What pylatexenc does not know, or would drop without a word; by the form of the command's arguments.
_TEXTS = {
    "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›",
    "quotedblbase": "„", "quotesinglbase": "‚", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "textquotedbl": '"', "guillemotleft": "«", "guillemotright": "»", "S": "§",
    "guillemetleft": "«", "guillemetright": "»", "slash": "/", "textslash": "/", "textdegree": "°", "degree": "°",
    "textendash": "–", "textemdash": "—", "textunderscore": "_", "euro": "€", "EUR": "€", "texteuro": "€",
    "copyright": "©", "textcopyright": "©", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\",
    "textbraceleft": "{", "textbraceright": "}", "textbar": "|", "textless": "<", "textgreater": ">",
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "-": "", "/": "", "\\": " ",
    **dict.fromkeys(("em", "it", "bf", "sc", "rm", "sf", "tt", "sl", "itshape", "bfseries", "scshape", "relax"), ""),
    **dict.fromkeys(("upshape", "slshape", "normalfont", "protect", "allowbreak"), ""),
    **dict.fromkeys((" ", ",", ";", ":", "enspace", "quad", "thinspace", "xspace", "newline", "linebreak"), " "),
}  # fmt: skip
_ENVELOPES = {
    **dict.fromkeys(("mbox", "hbox", "text", "url", "nolinkurl", "path", "uline", "texttt", "mkbibemph"), "{"),
    **dict.fromkeys(("NoCaseChange", "ensuremath", "textsc", "mkbibacro", "textnormal", "mkbibbold"), "{"),
    **dict.fromkeys(("href", "foreignlanguage", "textcolor"), "{{"),
}
_QUOTES = ("enquote", "mkbibquote", "textquote")
_SCRIPTS = {"textsuperscript": raised, "mkbibsuperscript": raised, "textsubscript": lowered, "mkbibsubscript": lowered}
LONGEST_PARSED = 20_000  # characters; pylatexenc takes more than linear time

_COMMAND = re.compile(r"\\([A-Za-z]+)")
_FORMULA = re.compile(r"(?<!\\)\$([^$]+)(?<!\\)\$")
_SCRIPT = re.compile(r"([_^])\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[A-Za-z]+(?:\{[^{}]*\})?|[^\s\\{}]))")
_DOLLAR = re.compile(r"(?<!\\)\$")
_AMPERSAND = re.compile(r"(?<!\\)&")

# Babel's shorthands for German. Within a word a quotation mark is always one; before a word it may open a quotation.
_UMLAUTS = {letter: f"{letter}\N{COMBINING DIAERESIS}" for letter in "aeiouAEIOU"} | {"s": "ß", "z": "ß", "S": "SS"}
_MARKS = {"`": "„", "'": "“", "<": "«", ">": "»", "=": "-", "~": "-", "-": "", '"': "", "|": "", "/": "/"}
_SHORTHAND = re.compile(r"""(?<!\\)"([aeiouAEIOUszSZ`'<>=~\-"|/])""")
_CLOSING = re.compile(r"""[^\W_]"(?=[\s.,;:!?)\]]|$)""")


def decode(text: str) -> str:
    """Plain text; braces that only protect are dropped. What cannot be parsed keeps its words and its commands."""
    text = _shorthands(text).replace("``", "„").replace("''", "“")
    if any(mark in text for mark in "\\~{$") or "--" in text:
        text = _FORMULA.sub(lambda match: f"${_SCRIPT.sub(_script_command, match[1])}$", text)
        if len(_DOLLAR.findall(text)) % 2:
            text = _DOLLAR.sub(r"\\$", text)
        try:
            if len(text) > LONGEST_PARSED:
                raise ValueError("longer than any field that somebody wrote")
            text = _DECODER.latex_to_text(_AMPERSAND.sub(r"\\&", text), latex_context=_SYNTAX)
        except (RecursionError, IndexError, KeyError, TypeError, ValueError, AttributeError):
            text = re.sub(r"[{}]", "", text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def unknown_commands(text: str) -> list[str]:
    """Commands that ``decode`` leaves out because nobody knows what they print, each once."""
    return [name for name in dict.fromkeys(_COMMAND.findall(text)) if not _is_known(name)]


def _shorthands(text: str) -> str:
    if '"' not in text:
        return text
    has_quotations = _CLOSING.search(text) is not None

    def character(match: re.Match[str]) -> str:
        place, following = match.start(), match[1]
        if following in _MARKS:
            return _MARKS[following]
        is_within = place > 0 and text[place - 1].isalpha()
        if (has_quotations and not is_within) or following not in _UMLAUTS:
            return match[0]
        return _UMLAUTS[following]

    return _SHORTHAND.sub(character, text)


def _script_command(match: re.Match[str]) -> str:
    return rf"\text{'super' if match[1] == '^' else 'sub'}script{{{match[2] or match[3] or ''}}}"


def _shifted(shift: Callable[[str], str]) -> Callable[..., str]:
    def text(node: Any, l2tobj: LatexNodes2Text) -> str:
        return shift(l2tobj.nodelist_to_text(node.nodeargd.argnlist).replace("∘", "°"))

    return text


def _context() -> tuple[Any, Any]:
    """What pylatexenc knows of commands, and of what they print, with ours before it."""
    syntax, texts = get_default_syntax(), get_default_latex_context_db()
    forms = {**dict.fromkeys(_TEXTS, ""), **dict.fromkeys(_SCRIPTS, "{"), **dict.fromkeys(_QUOTES, "*{"), **_ENVELOPES}
    prints: dict[str, Any] = {
        **{name: text.replace("%", "%%") for name, text in _TEXTS.items()},
        **{name: _shifted(shift) for name, shift in _SCRIPTS.items()},
        **dict.fromkeys(_QUOTES, "»%(2)s«"),
        **{name: f"%({len(form)})s" for name, form in _ENVELOPES.items()},  # of several arguments the last is the text
    }
    syntax.add_context_category(
        "bibliography", prepend=True, macros=[MacroSpec(name, form) for name, form in forms.items()]
    )
    texts.add_context_category(
        "bibliography", prepend=True, macros=[MacroTextSpec(name, text) for name, text in prints.items()]
    )
    return syntax, texts


_SYNTAX, _PRINTS = _context()
_DECODER = LatexNodes2Text(latex_context=_PRINTS, math_mode="text", keep_comments=True)


def _is_known(name: str) -> bool:
    spec = _PRINTS.get_macro_spec(name)
    return spec is not None and spec.macroname == name
