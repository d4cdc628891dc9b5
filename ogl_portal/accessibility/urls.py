"""Public addresses beside the page tree."""

from django.urls import path

from ogl_portal.accessibility import views

urlpatterns = [
    path("barriere-melden/", views.report_barrier, name="report_barrier"),
    path("barrierefreiheit/erklaerung.json", views.statement_json, name="statement_json"),
    path("barrierefreiheit/fassungen/<int:number>/", views.earlier_version, name="statement_version"),
]
