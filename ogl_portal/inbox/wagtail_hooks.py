"""The inbox in the admin: a list, and a view of our own for each message."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from ogl_portal.german.dates import german_date
from ogl_portal.inbox import admin_views, dashboard
from ogl_portal.pages.models import Message
from ogl_portal.workplace import cards

cards.register(dashboard.messages_waiting, order=130)


class MessagePolicy(ModelPermissionPolicy):
    """Messages come from readers: nobody adds one, administrators included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(Message, MessagePolicy(Message))


class MessageFilter(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label="Stand", choices=Message.State.choices)

    class Meta:
        model = Message
        fields = ["state", "subject"]


class MessageIndexView(generic.IndexView):
    def get_edit_url(self, instance: Message) -> str:
        return reverse("inbox_message", args=[instance.pk])

    def get_base_queryset(self) -> QuerySet[Message]:
        """What is still to be answered first, the most urgent at the top."""
        return Message.objects.order_by(F("closed_on").desc(nulls_first=True), "due_on")


class MessageDeleteView(generic.DeleteView):
    def get_usage_url(self) -> None:
        """Nothing refers to a message."""


class InboxViewSet(ModelViewSet):
    """»Posteingang«: a list and the deletion; what was written is edited by nobody."""

    model = Message
    name = "posteingang"
    icon = "mail"
    menu_label = "Posteingang"
    add_to_admin_menu = True
    menu_order = 150
    index_view_class = MessageIndexView
    delete_view_class = MessageDeleteView
    inspect_view_enabled = False
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = MessageFilter
    ordering = None
    search_fields = ["receipt", "page_url"]
    exclude_form_fields: list[str] = []
    list_display = [
        TitleColumn("receipt", label="Eingangsnummer", url_name="inbox_message", sort_key="receipt"),
        Column("get_subject_display", label="Anliegen", sort_key="subject"),
        Column("get_state_display", label="Stand", sort_key="state"),
        DateColumn("received_at", label="Eingegangen", sort_key="received_at"),
        Column("due_on", label="Zu beantworten bis", accessor=lambda m: german_date(m.due_on), sort_key="due_on"),
        Column("deadline", label="Frist"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/loeschen/", self.delete_view, name="delete"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no generic view to edit a message."""


inbox_viewset = InboxViewSet()


@hooks.register("register_admin_viewset")
def viewset() -> ModelViewSet:
    return inbox_viewset


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("posteingang/<int:pk>/", admin_views.message, name="inbox_message")]
