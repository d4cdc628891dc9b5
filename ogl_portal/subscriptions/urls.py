"""Public addresses below »abonnieren/«. Tokens stand in the query, which our logs leave out."""

from django.urls import path

from ogl_portal.subscriptions import views

urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("bestaetigen/", views.confirm, name="confirm_subscription"),
    path("aendern/", views.manage, name="manage_subscription"),
    path("abmelden/", views.leave, name="leave_subscription"),
]
