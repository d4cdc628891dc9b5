"""Identifiers and their check digits."""

import re
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.core.identifiers import (
    normalise_doi,
    urn_check_digit,
    validate_ags,
    validate_doi,
    validate_isbn,
    validate_issn,
    validate_urn,
)

isbn_bodies = st.text("0123456789", min_size=9, max_size=9).map(lambda digits: "978" + digits)


def isbn_13(body: str) -> str:
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(body))
    return body + str(-total % 10)


@given(isbn_bodies)
def test_every_isbn_with_its_check_digit_is_taken(body: str) -> None:
    validate_isbn(isbn_13(body))


@given(isbn_bodies, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_in_an_isbn_is_noticed(body: str, position: int, change: int) -> None:
    digits = list(isbn_13(body))
    digits[position] = str((int(digits[position]) + change) % 10)
    with pytest.raises(ValidationError):
        validate_isbn("".join(digits))


@pytest.mark.parametrize("isbn", ["978-3-16-148410-0", "9783161484100", "3-16-148410-X"])
def test_isbn_may_be_written_with_hyphens_and_in_both_lengths(isbn: str) -> None:
    validate_isbn(isbn)


@pytest.mark.parametrize("isbn", ["978-3-16-148410-1", "978-3-16-14841", "abc", "9783161484100000"])
def test_a_wrong_isbn_is_refused_in_german(isbn: str) -> None:
    with pytest.raises(ValidationError, match=r"Die Prüfziffer der ISBN ».*« stimmt nicht"):
        validate_isbn(isbn)


def test_issn_check_digit() -> None:
    validate_issn("0317-8471")
    validate_issn("2434-561X")
    with pytest.raises(ValidationError, match="Die ISSN »0317-8472« ist nicht gültig"):
        validate_issn("0317-8472")


@pytest.mark.parametrize(
    "doi", ["10.1000/182", "https://doi.org/10.1000/182", "doi:10.1000/182", "http://dx.doi.org/10.1000/182"]
)
def test_a_doi_may_be_typed_with_its_resolver(doi: str) -> None:
    validate_doi(doi)
    assert normalise_doi(doi) == "10.1000/182"


@pytest.mark.parametrize("doi", ["10.1000", "11.1000/182", "10.1/x", "10.1000/ 182", "https://example.org/10.1000/182"])
def test_what_is_no_doi_is_refused_in_german(doi: str) -> None:
    with pytest.raises(ValidationError, match="ist keine DOI"):
        validate_doi(doi)


# Names that the German National Library shows in its description of the check digit, or has assigned itself.
KNOWN_URNS = ["urn:nbn:de:101:1-201102033592", "urn:nbn:de:0183-mbi0003721", "urn:nbn:de:gbv:7-isbn-90-6984-508-3-8"]


@pytest.mark.parametrize("urn", KNOWN_URNS)
def test_the_check_digit_of_known_urns_is_right(urn: str) -> None:
    assert urn_check_digit(urn[:-1]) == urn[-1]
    validate_urn(urn)


@pytest.mark.parametrize("urn", KNOWN_URNS)
def test_a_wrong_check_digit_of_a_urn_is_refused_in_german(urn: str) -> None:
    wrong = urn[:-1] + str((int(urn[-1]) + 1) % 10)
    with pytest.raises(ValidationError, match=re.escape(f"Die Prüfziffer der URN »{wrong}« stimmt nicht")):
        validate_urn(wrong)


@pytest.mark.parametrize("urn", ["nbn:de:101:1-2", "urn:nbn:de:", "urn:isbn:9783161484100", "urn:nbn:de:101:1-20110x"])
def test_what_is_no_urn_is_refused_in_german(urn: str) -> None:
    with pytest.raises(ValidationError, match="URN"):
        validate_urn(urn)


@given(st.text(max_size=40))
def test_no_text_makes_a_validator_crash(text: str) -> None:
    for validate in (validate_isbn, validate_issn, validate_doi, validate_urn, validate_ags):
        with suppress(ValidationError):
            validate(text)


@pytest.mark.parametrize("ags", ["14729010", "14729", "04011000", "16077"])
def test_keys_of_municipalities_and_districts_are_taken(ags: str) -> None:
    validate_ags(ags)


@pytest.mark.parametrize("ags", ["17000000", "00123456", "1472901", "147290100", "1472901a", "14 72 90 10", "٠١٢٣٤"])
def test_a_key_of_no_land_or_length_is_refused_in_german(ags: str) -> None:
    with pytest.raises(ValidationError, match="ist kein Amtlicher Gemeindeschlüssel: acht Ziffern"):
        validate_ags(ags)
