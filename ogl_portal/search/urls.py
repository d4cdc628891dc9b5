from django.urls import path

from ogl_portal.search import views

urlpatterns = [path("", views.search, name="search")]
