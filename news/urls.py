"""Feeds of the news, for all and for each lab."""

from django.urls import path, re_path

from news import feeds

urlpatterns = [
    path("aktuelles/atom.xml", feeds.NewsFeed()),
    path("aktuelles/feed.json", feeds.news_json),
    re_path(r"^labore/(?P<lab>[\w-]+)/atom\.xml$", feeds.NewsFeed()),
    re_path(r"^labore/(?P<lab>[\w-]+)/feed\.json$", feeds.news_json),
]
