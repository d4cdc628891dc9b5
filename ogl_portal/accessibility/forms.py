"""Forms: a reader reports a barrier; staff judge and answer it, give reasons, and approve the statement."""

from typing import Any

from django import forms
from django.http import HttpRequest

from ogl_portal.accessibility.models import BarrierReport, FaultJudgement, ReportState
from ogl_portal.correspondence.answering import LetterAnswerForm
from ogl_portal.web.public_forms import PublicForm, own_path

NOT_OURS = (
    "Das ist keine Adresse dieses Portals. Bitte geben Sie eine an, zum Beispiel /labore/, oder lassen Sie das Feld "
    "leer."
)


class BarrierForm(PublicForm):
    """»Barriere melden«: only the message is required."""

    seite = forms.CharField(
        label="Auf welcher Seite?",
        max_length=500,
        required=False,
        help_text="Die Adresse der Seite. Wenn Sie den Link »Barriere melden« benutzt haben, steht sie schon da.",
        error_messages={"max_length": "Diese Adresse ist zu lang: höchstens 500 Zeichen."},
    )
    text = forms.CharField(
        label="Was funktioniert nicht?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Höchstens 5.000 Zeichen. Gern auch, welches Hilfsmittel Sie benutzen. Bitte keine weiteren Angaben "
        "zu Ihrer Person.",
        error_messages={
            "required": "Bitte schreiben Sie, worauf Sie gestoßen sind.",
            "max_length": "Der Text ist zu lang: höchstens 5.000 Zeichen.",
        },
    )
    email = forms.EmailField(
        label="E-Mail für die Antwort",
        required=False,
        help_text="Ohne Adresse können wir nicht antworten. Wir verwenden sie nur dafür. Wann sie gelöscht wird, steht "
        "unter »Datenschutz«.",
        error_messages={"invalid": "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@beispiel.de"},
    )
    field_order = ["seite", "text", "email", "website"]

    def __init__(self, *args: Any, host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host = host

    @classmethod
    def for_request(cls, request: HttpRequest) -> "BarrierForm":
        """An empty form that knows the page one comes from (``?seite=/labore/``)."""
        host = request.get_host()
        return cls(initial={"seite": own_path(request.GET.get("seite", "")[:500], host)}, host=host)

    def clean_seite(self) -> str:
        value: str = self.cleaned_data["seite"]
        path = own_path(value, self.host)
        if value and not path:
            raise forms.ValidationError(NOT_OURS)
        return path


class JudgeForm(forms.ModelForm):
    """What staff decide about a report."""

    class Meta:
        model = BarrierReport
        fields = ["state", "is_fault", "fault_title", "fault_reason", "fault_alternative"]
        help_texts = {
            "state": "»beantwortet« setzt sich von selbst, sobald Sie eine Antwort senden.",
            "fault_reason": "Warum der Mangel besteht. Ohne besondere Begründung: »Noch nicht behoben«.",
        }


class AnswerForm(LetterAnswerForm):
    """The answer to a report, and where it stands then."""

    state = forms.ChoiceField(
        label="Stand danach",
        choices=[(s.value, s.label) for s in (ReportState.ANSWERED, ReportState.FIXED, ReportState.NO_BARRIER)],
        help_text="»behoben«, wenn die Barriere schon beseitigt ist.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].help_text = (
            "Was Sie geprüft haben, was geändert wird und bis wann. Davor setzt das Portal »Guten Tag,«, darunter den "
            "Hinweis auf die Schlichtungsstelle und den Gruß."
        )


class ReasonForm(forms.ModelForm):
    """Why a fault is there, and what to do instead."""

    class Meta:
        model = FaultJudgement
        fields = ["reason", "alternative"]


class ApproveForm(forms.Form):
    """Approve what was shown: ``digest`` stands for the very content that the person has read."""

    name = forms.CharField(
        label="Ihr Name",
        max_length=150,
        help_text="So, wie er in der Erklärung stehen soll. Er ist öffentlich.",
        error_messages={"required": "Bitte nennen Sie, wer die Erklärung freigibt."},
    )
    is_read = forms.BooleanField(
        label="Ich habe die Erklärung gelesen; die Angaben treffen zu",
        help_text="Keine automatische Prüfung beweist Barrierefreiheit. Mit der Freigabe steht ein Mensch dafür ein.",
        error_messages={"required": "Bitte bestätigen Sie, dass Sie die Erklärung gelesen haben."},
    )
    digest = forms.CharField(widget=forms.HiddenInput)
