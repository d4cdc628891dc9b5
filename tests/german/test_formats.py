import pytest

from ogl_portal.german.formats import file_size


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        *((None, ""), (0, ""), (1, "1\xa0KB"), (640_000, "640\xa0KB"), (999_999, "1\xa0MB")),
        *((999_499, "999\xa0KB"), (999_949_999, "999,9\xa0MB"), (999_950_000, "1\xa0GB"), (1_500_000_000, "1,5\xa0GB")),
        *((1_000_000, "1\xa0MB"), (4_230_000, "4,2\xa0MB"), (104_857_600, "104,9\xa0MB"), (100_000_000, "100\xa0MB")),
    ],
)
def test_file_sizes_read_german(size: int | None, shown: str) -> None:
    assert file_size(size) == shown
