"""The form of an event: a series is told in a German sentence or in fields, and checked as a whole."""

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminAutoHeightTextInput

from events.enums import EventState, ExceptionKind
from events.recurrence import ICAL_WEEKDAYS, ONE_DAY, OccurrenceChange, RecurrenceRule, SeriesError, check
from events.recurrence_text import EXAMPLES, describe, parse
from events.series import FIELD_OF, SERIES_FIELDS
from labs.forms import LabChoiceForm
from ogl_portal.core.clock import is_24


class EventPageForm(LabChoiceForm):
    """``series_text`` is not stored: it is read into the fields of the rule, and written from them.

    Whichever of the two was changed counts. Where both were, they must say the same. Single dates in the sentence
    (»außer am 3. November 2022«) become rows of ``exceptions`` beside those that are there.
    """

    series_text = forms.CharField(
        label="Wiederholung in einem Satz",
        required=False,
        max_length=500,
        widget=AdminAutoHeightTextInput,
        help_text=f"Zum Beispiel {EXAMPLES}. Auch möglich: »außer am 3. November 2022« und »10. November 2022 verlegt "
        "auf 11. November 2022, 10 bis 12 Uhr«. Nach dem Speichern steht hier, was verstanden wurde.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["series_text"] = self.instance.series_sentence
        self._changes_of_text: list[OccurrenceChange] = []
        self._sentence_is_new = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # The page would say the same again, without knowing the single dates.
        self.instance.series_is_checked = True
        self._end_after_24(cleaned)
        self._remember_former_date(cleaned)
        if "series_text" in self.fields and "series_frequency" in self.fields:
            if "series_text" in self.changed_data:
                self._read_sentence(cleaned)
            if not self.errors:
                self._check_series(cleaned)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if self._sentence_is_new:
            page.exceptions.remove(*self._rows_of_earlier_saving(page))
            for change in sorted(self._changes_of_text, key=lambda change: change.day):
                page.exceptions.add(_row(type(page).exceptions.rel.related_model, change))
            if commit:
                page.save()
        return page

    def _keep(self, name: str, sentences: list[str]) -> None:
        """A rule is read as a whole or not at all: a draft keeps the rule that it had."""
        super()._keep(name, sentences)
        parts = ("series_text", *SERIES_FIELDS)
        if name in {*parts, "start_date"}:
            self._sentence_is_new = False
            for part in parts:
                super()._keep(part, self._sentences(part) if part in self.errors else [])

    def _rows_of_earlier_saving(self, page: Any) -> list[Any]:
        """Rows that this form does not know: an automatic saving has made them of the same sentence.

        The open form goes on sending the sentence with its single dates until the editor is loaded again. Without this
        every saving would add them once more, and those that were taken out of the sentence would stay.
        """
        sent = {row.instance.pk for row in self.formsets["exceptions"].forms}
        return [row for row in page.exceptions.all() if row.pk not in sent]

    def _end_after_24(self, cleaned: dict[str, Any]) -> None:
        """»24 Uhr« of a later day is stored as 0 o'clock of the day after; of the first day ``TimeSpan`` knows it."""
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end > start and "end_time" in self.fields and is_24(self["end_time"].data):
            cleaned["end_date"] = end + ONE_DAY

    def _remember_former_date(self, cleaned: dict[str, Any]) -> None:
        """What was public until now is what a moved event stands »statt«, unless the editor says so."""
        if cleaned.get("state") != EventState.MOVED or cleaned.get("former_date") or not self.instance.pk:
            return
        public = type(self.instance).objects.filter(pk=self.instance.pk, first_published_at__isnull=False).first()
        if public is None or public.start_date is None or not {"start_date", "start_time"} <= cleaned.keys():
            return
        if (public.start_date, public.start_time) != (cleaned["start_date"], cleaned["start_time"]):
            cleaned["former_date"], cleaned["former_time"] = public.start_date, public.start_time

    def _read_sentence(self, cleaned: dict[str, Any]) -> None:
        text = cleaned.get("series_text", "")
        fields_changed = any(name in self.changed_data for name in SERIES_FIELDS)
        if not text:
            if not fields_changed:
                cleaned.update(dict.fromkeys(SERIES_FIELDS), series_frequency="", series_weekdays=[])
            return
        if not cleaned.get("start_date"):
            if "start_date" not in self.errors:
                self.add_error("start_date", "Zu einer Wiederholung gehört ein Beginn.")
            return
        try:
            understood = parse(text, cleaned["start_date"])
            told = self._rule_of_fields(cleaned) if fields_changed and cleaned.get("series_frequency") else None
        except SeriesError as error:
            self.add_error("series_text", str(error))
            return
        if told is not None and told != understood.rule:
            self.add_error(
                "series_text",
                f"Der Satz heißt »{describe(understood.rule)}«, die Felder darunter sagen »{describe(told)}«. "
                "Bitte nur eines von beiden ändern.",
            )
            return
        self._changes_of_text, self._sentence_is_new = understood.changes, True
        cleaned.update(_fields(understood.rule))
        if understood.rule.month_day not in {None, cleaned["start_date"].day}:
            # The day of the month is not stored: it is that of the beginning.
            self.add_error(
                "start_date",
                f"Der Beginn passt nicht zur Wiederholung »{describe(understood.rule)}«.",
            )

    def _rule_of_fields(self, cleaned: dict[str, Any]) -> RecurrenceRule:
        trial = type(self.instance)(
            **{name: cleaned.get(name) for name in (*SERIES_FIELDS, "start_date")},
        )
        return trial.rule()

    def _check_series(self, cleaned: dict[str, Any]) -> None:
        """The rule with all its single dates, before anything is stored."""
        rows = self._exception_forms()
        changes = [row.instance.change() for row in rows if row.is_valid()] + self._changes_of_text
        if not cleaned.get("series_frequency"):
            for row in rows:
                row.add_error("day", "Dieser Termin wiederholt sich nicht. Bitte den Tag oben ändern.")
            if not self.is_deferred_validation:  # a draft may say half of its rule
                fields = type(self.instance)(**{name: cleaned.get(name) for name in SERIES_FIELDS})
                for name, sentence in fields.series_errors().items():
                    self.add_error(name, sentence)
            return
        names = ("start_date", "start_time", "end_date", "end_time")
        trial = type(self.instance)(**{name: cleaned.get(name) for name in (*SERIES_FIELDS, *names)})
        if trial.span is None or trial.span.end < trial.span.start:
            return  # told by the page itself
        try:
            check(trial.rule(), trial.span, changes)
        except SeriesError as error:
            self._tell(error, rows)

    def _tell(self, error: SeriesError, rows: list[forms.ModelForm]) -> None:
        """At the field that is wrong; what single dates say, at the rows; all else at the sentence."""
        if error.field == "change":
            if rows and not self._changes_of_text:
                rows[-1].add_error("day", str(error))
            else:
                self.add_error("series_text", str(error))
            return
        of_text = "series_text" in self.changed_data and error.field not in {"start_date", "start_time"}
        self.add_error("series_text" if of_text else FIELD_OF.get(error.field, "series_text"), str(error))

    def _exception_forms(self) -> list[forms.ModelForm]:
        """Rows that are filled in and not to be deleted; each has its instance ready once it was validated."""
        formset = self.formsets.get("exceptions")
        if formset is None:
            return []
        formset.is_valid()
        filled = [row for row in formset.forms if row not in formset.deleted_forms]
        return [row for row in filled if row.has_changed() or row.instance.pk or row.initial.get("day")]


def _fields(rule: RecurrenceRule) -> dict[str, Any]:
    return {
        "series_frequency": rule.frequency.value,
        "series_interval": rule.interval if rule.interval > 1 else None,
        "series_weekdays": [ICAL_WEEKDAYS[day] for day in rule.weekdays],
        "series_ordinal": rule.ordinal,
        "series_until": rule.until,
        "series_count": rule.count,
    }


def _row(model: Any, change: OccurrenceChange) -> Any:
    return model(
        day=change.day,
        kind=ExceptionKind.CANCELLED if change.is_cancelled else ExceptionKind.MOVED,
        new_date=change.new_day,
        new_start_time=change.start_time,
        new_end_time=change.end_time,
    )
