"""What readers fill in: their address once, and what they want how often."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from labs.directory import public_labs
from ogl_portal.subscriptions.models import Channel, Rhythm, Subscription
from ogl_portal.text.numbers import as_key
from ogl_portal.web.public_forms import PublicForm

NOTHING_CHOSEN = "Bitte wählen Sie mindestens eine Art von Nachrichten oder ein Labor."


class Ticks(forms.CheckboxSelectMultiple):
    """A group that error messages lead to by its first box."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index or "0")


class Radios(forms.RadioSelect):
    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index or "0")


class ChoiceForm(PublicForm):
    """What a reader wants: channels of the whole site, labs, and how often. The labs are those that are public."""

    was = forms.MultipleChoiceField(
        label="Was möchten Sie erfahren?",
        choices=[
            (Channel.NEWS, "Neue Meldungen"),
            (Channel.EVENTS, "Neue Termine, Verschiebungen und Absagen"),
            (Channel.PUBLICATIONS, "Neue Veröffentlichungen"),
        ],
        required=False,
        widget=Ticks,
        help_text="Aus allen Laboren und dem Netzwerk.",
        error_messages={"invalid_choice": "Diese Auswahl gibt es nicht mehr. Bitte wählen Sie noch einmal."},
    )
    labore = forms.TypedMultipleChoiceField(
        label="Oder alles aus einzelnen Laboren",
        coerce=int,
        required=False,
        widget=Ticks,
        help_text="Meldungen, Termine und Veröffentlichungen, an denen das Labor beteiligt ist.",
        error_messages={"invalid_choice": "Dieses Labor ist nicht mehr öffentlich. Bitte wählen Sie noch einmal."},
    )
    rhythmus = forms.ChoiceField(
        label="Wie oft?",
        choices=Rhythm.choices,
        widget=Radios,
        error_messages={"required": "Bitte wählen Sie, wie oft Sie eine E-Mail möchten."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labs = public_labs().values_list("pk", "title")
        self.fields["labore"].choices = list(labs)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        nothing = not cleaned.get("was") and not cleaned.get("labore")
        if nothing and not self.errors and not self.keeps_hidden_labs():
            self.add_error("was", NOTHING_CHOSEN)
        return cleaned

    def keeps_hidden_labs(self) -> bool:
        """Whether something is left although nothing is ticked."""
        return False

    @property
    def choice(self) -> tuple[list[str], list[int], str]:
        """Channels, labs and rhythm, once the form is valid."""
        return self.cleaned_data["was"], self.cleaned_data["labore"], self.cleaned_data["rhythmus"]


class SubscribeForm(ChoiceForm):
    """The first step: an address is needed, and nothing else about the reader."""

    email = forms.EmailField(
        label="E-Mail-Adresse",
        max_length=254,
        help_text="An diese Adresse geht zuerst eine E-Mail, in der Sie die Anmeldung bestätigen.",
        error_messages={
            "required": "Bitte geben Sie Ihre E-Mail-Adresse an.",
            "invalid": "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@beispiel.de",
            "max_length": "Diese E-Mail-Adresse ist zu lang: höchstens 254 Zeichen.",
        },
    )
    field_order = ["was", "labore", "rhythmus", "email", "website"]


class ManageForm(ChoiceForm):
    """The choice of a subscription, to be confirmed or changed."""

    def __init__(self, *args: Any, subscription: Subscription, **kwargs: Any) -> None:
        self.subscription = subscription
        super().__init__(*args, **kwargs)

    def keeps_hidden_labs(self) -> bool:
        return self.subscription.labs.filter(live=False).exists()


def asked_for(query: QueryDict) -> dict[str, Any]:
    """What a link chooses beforehand: ``?was=news``, ``?labore=12``, ``?rhythmus=daily``; the unknown is left out."""
    chosen: dict[str, Any] = {
        "was": [value for value in query.getlist("was") if value in Channel.values],
        "labore": [key for value in query.getlist("labore") if (key := as_key(value)) is not None],
    }
    if query.get("rhythmus") in Rhythm.values:
        chosen["rhythmus"] = query["rhythmus"]
    return chosen


def choice_of(subscription: Subscription, more: Mapping[str, Any]) -> dict[str, Any]:
    """What is ticked at first: the subscription's own choice, and ``more`` that a link adds."""
    return {
        "was": [*subscription.channels, *more["was"]],
        "labore": [*subscription.labs.values_list("pk", flat=True), *more["labore"]],
        "rhythmus": more.get("rhythmus", subscription.rhythm),
    }
