"""Passwords are judged by their length, then by how soon somebody guesses them who knows German and the programme."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError

from ogl_portal.users.models import User
from tests.factories import LabPageFactory, Portal

ANNA = User(username="anna.lovelace", first_name="Anna", last_name="Lovelace", email="anna@kreis-musterland.example")


@pytest.mark.parametrize(
    "password",
    [
        "passwort1234",
        "Willkommen2026",
        "Sommer-2026!",
        "Verwaltung2026",
        "Bundesministerium1",
        "OpenGovernmentLabore",
        "Brandis-Labor-2026",
        "AnnaLovelace2026",
        "Kreis-Musterland1",
        "qwertzuiop1234",
        "123456789012345",
        "Passwort!Passwort!",
        "a" * 200,
    ],
)
def test_what_would_soon_be_guessed_is_refused(portal: Portal, password: str) -> None:
    LabPageFactory(parent=portal.labs, title="Brandis")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, ANNA)
    (message,) = refused.value.messages
    assert "bald erraten" in message
    assert password not in message


@pytest.mark.parametrize(
    "password",
    ["vier Tassen Kaffee am Morgen", "Pferd Lampe Kiesel Nebel", "xK9#mQ2$vL7p", "Kiesel-Lampe-Orange-Nebel" * 10],
)
def test_what_nobody_guesses_is_taken(portal: Portal, password: str) -> None:
    validate_password(password, ANNA)


def test_a_short_one_is_told_its_length_and_nothing_else(portal: Portal) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("passwort", ANNA)
    assert refused.value.messages == ["Dieses Passwort ist zu kurz: Es hat 8 Zeichen, nötig sind 12."]
    assert "12 Zeichen" in password_validators_help_text_html()
