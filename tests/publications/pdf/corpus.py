"""The files that every promise of the pipeline is tried on: our own, and real-world ones where somebody has laid them.

Our own (`own_files`) are made in code and always there. The real-world corpus stands outside the checkout:
`../shared/pdf` beside it, or the folder that OGL_PDF_CORPUS names (docs/engineering/pdf-pipeline.md says what is in
it). Without it the tests over real files are left out, and the end of the run says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.publications.pdf import own_files

CHECKOUT = Path(__file__).resolve().parents[3]
KINDS = ("pdfua", "wild")
MISSING = (
    "Their folder is neither ../shared/pdf beside the checkout nor named by OGL_PDF_CORPUS; our own files were tried. "
    "docs/engineering/pdf-pipeline.md says what the corpus is."
)


def folder() -> Path | None:
    """The folder with `pdfua/` and `wild/`; None where there is none."""
    named = os.environ.get("OGL_PDF_CORPUS")
    candidates = [Path(named)] if named else [base / "shared" / "pdf" for base in CHECKOUT.parents]
    return next((candidate for candidate in candidates if (candidate / "pdfua").is_dir()), None)


def every(*kinds: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test with the fixture `path` over our own and the real files of these kinds."""
    return pytest.mark.parametrize("path", [*_own(kinds), *_real(kinds)], indirect=True)


def _own(kinds: Iterable[str]) -> list[object]:
    return [
        pytest.param(file, id=f"own-{file.name}") for kind in kinds for file in own_files.FILES if file.kind == kind
    ]


def _real(kinds: Iterable[str]) -> list[object]:
    found = folder()
    if found is None:
        return [pytest.param(None, id="corpus", marks=pytest.mark.skip(reason=MISSING))]
    return [pytest.param(path, id=path.stem) for kind in kinds for path in sorted((found / kind).glob("*.pdf"))]
