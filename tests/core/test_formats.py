import pytest

from ogl_portal.core.formats import file_size


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        *((None, ""), (0, ""), (1, "1\xa0KB"), (640_000, "640\xa0KB"), (999_999, "1,0\xa0MB")),
        *((1_000_000, "1,0\xa0MB"), (4_230_000, "4,2\xa0MB"), (104_857_600, "104,9\xa0MB")),
    ],
)
def test_file_sizes_read_german(size: int | None, shown: str) -> None:
    assert file_size(size) == shown
