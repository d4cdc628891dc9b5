"""What several tests of the labs share."""

import pytest

from labs.places.store import import_places


@pytest.fixture
def places(db: None) -> None:
    """The bundled list of places."""
    import_places()
