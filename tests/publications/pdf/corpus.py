"""Where the real-world PDF files are: `../shared/pdf` beside the checkout, or the folder in OGL_PDF_CORPUS."""

from __future__ import annotations

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def folder() -> Path:
    """The folder with `pdfua/` and `wild/`. Raises FileNotFoundError that says what to do."""
    named = os.environ.get("OGL_PDF_CORPUS")
    candidates = [Path(named)] if named else [base / "shared" / "pdf" for base in CHECKOUT.parents]
    for candidate in candidates:
        if (candidate / "pdfua").is_dir():
            return candidate
    raise FileNotFoundError(
        "The real-world PDF files are missing. Lay them out as ../shared/pdf beside the checkout (with pdfua/ and "
        "wild/), or name their folder in OGL_PDF_CORPUS."
    )


def files(kind: str) -> list[Path]:
    """The PDF files of "pdfua" or "wild", sorted by name; never empty."""
    found = sorted((folder() / kind).glob("*.pdf"))
    if not found:
        raise FileNotFoundError(f"No PDF files in {folder() / kind}.")
    return found
