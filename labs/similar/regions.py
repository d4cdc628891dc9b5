"""What the comparison knows about Länder and regions."""

from ogl_portal.german.laender import Land

_BORDERS = (
    "BW-BY BW-HE BW-RP BY-HE BY-TH BY-SN BE-BB BB-MV BB-NI BB-SN BB-ST HB-NI HH-NI HH-SH HE-NI HE-NW HE-RP HE-TH "
    "MV-NI MV-SH NI-NW NI-ST NI-SH NI-TH NW-RP RP-SL SN-ST SN-TH ST-TH"
)
_NEIGHBOURS = {frozenset(pair.split("-")) for pair in _BORDERS.split()}

# Districts of the three lignite regions by official key: § 2 of the Investitionsgesetz Kohleregionen (InvKG, 2020).
_COAL_REGIONS = {
    "Lausitzer Revier": {"12062", "12066", "12061", "12071", "12052", "14625", "14626"},
    "Mitteldeutsches Revier": {"14729", "14730", "14713", "15084", "15088", "15002", "15087", "15082", "16077"},
    "Rheinisches Revier": {"05162", "05358", "05362", "05334", "05370", "05366", "05116"},
}


def are_neighbours(one: str, other: str) -> bool:
    """Whether two different Länder share a border."""
    return frozenset((one, other)) in _NEIGHBOURS


def coal_region(ags: str) -> str:
    """The lignite region in which the municipality or district with this key lies; empty for all others."""
    return next((name for name, districts in _COAL_REGIONS.items() if ags[:5] in districts), "")


def in_land(code: str) -> str:
    """»in Sachsen«, »im Saarland«."""
    label = Land(code).label
    return {Land.SL: f"im {label}", Land.HB: f"im Land {label}"}.get(Land(code), f"in {label}")


def in_neighbouring_land(code: str) -> str:
    """»im benachbarten Bayern«, »im benachbarten Land Bremen«."""
    label = Land(code).label
    return f"im benachbarten {f'Land {label}' if code == Land.HB else label}"
