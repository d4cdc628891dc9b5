from django.urls import path

from ogl_portal.search import views
from ogl_portal.search.feeds import SearchFeed

urlpatterns = [
    path("", views.search, name="search"),
    path("atom.xml", SearchFeed(), name="search_feed"),
    path("vorschlaege/", views.suggestions, name="search_suggestions"),
]
