"""Numbers as German readers expect them."""


def file_size(size: int | None) -> str:
    """Bytes as German readers expect them: ``4,2 MB``, ``640 KB`` (decimal prefixes, as the old site used)."""
    if not size:
        return ""
    if size >= 999_500:  # would round to 1000 KB
        return f"{size / 1_000_000:.1f}".replace(".", ",") + "\N{NO-BREAK SPACE}MB"
    return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}KB"
