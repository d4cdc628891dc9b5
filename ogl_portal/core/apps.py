from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "ogl_portal.core"

    def ready(self) -> None:
        from django.db import models
        from wagtail.admin.forms.models import register_form_field_override

        from ogl_portal.core import (
            checks,  # noqa: F401  (registers the architecture checks)
            field_labels,
            incoming_text,
            navigation,
            page_trash,
            permissions,
            published,
            reserved,
            script_starts,
            small_tables,
        )
        from ogl_portal.core.changes import record
        from ogl_portal.core.clock import ClockField, DayField, MomentField
        from ogl_portal.core.public import next_expiry
        from ogl_portal.core.widgets import AddressInput, ClockInput, DayInput, MomentInput
        from ogl_portal.jobs import scheduled
        from ogl_portal.page_cache.moments import add_moment

        add_moment(next_expiry, hides=True)
        field_labels.connect()
        incoming_text.connect()
        navigation.connect()
        page_trash.connect()
        permissions.connect()
        published.connect()
        record.connect()
        reserved.connect()
        script_starts.connect()
        scheduled.daily("core.small_tables", small_tables.analyse)
        day = {"widget": DayInput, "form_class": DayField}
        register_form_field_override(models.DateField, override=day, exact_class=True)
        moment = {"widget": MomentInput, "form_class": MomentField}
        register_form_field_override(models.DateTimeField, override=moment, exact_class=True)
        clock = {"widget": ClockInput, "form_class": ClockField}
        register_form_field_override(models.TimeField, override=clock, exact_class=True)
        register_form_field_override(models.SlugField, override={"widget": AddressInput})
        # Takes »52,14« as Germans write it, and »52.14« as maps give it.
        register_form_field_override(models.DecimalField, override={"localize": True})
