"""Addresses of a publication's files, beside its landing page (contract; Google Scholar asks for the same folder)."""

from django.urls import path, re_path

from publications import views

urlpatterns = [
    re_path(r"^(?P<folder>(?:[\w-]+/)+)bild-(?P<number>\d{1,4})-(?P<name>[\w-]+)\.webp$", views.figure),
    re_path(
        r"^(?P<folder>(?:[\w-]+/)+)seite-(?P<number>\d{1,4})-(?P<page>[1-9]\d{0,4})\.webp$",
        views.page_picture,
    ),
    re_path(r"^(?P<folder>(?:[\w-]+/)+)(?P<name>[\w-]+)-v(?P<number>[1-9]\d{0,3})\.pdf$", views.version_file),
    re_path(r"^(?P<folder>(?:[\w-]+/)+)(?P<name>[\w-]+)\.pdf$", views.current_file),
    path("themen/<slug:slug>/ergebnisse.zip", views.topic_bundle, name="topic_bundle"),
    re_path(r"^(?P<folder>(?:[\w-]+/)+)ergebnisse\.zip$", views.lab_bundle),
    re_path(r"^(?P<folder>(?:[\w-]+/)+)(?P<name>[\w-]+)\.epub$", views.current_epub),
    re_path(
        r"^(?P<folder>(?:[\w-]+/)+)titelbild-(?P<number>\d{1,4})-(?P<width>\d{2,4})\.(?P<kind>avif|webp|jpg)$",
        views.cover,
    ),
]
