"""Feeds of the news, for all and for each lab."""

from django.urls import re_path

from news import feeds

urlpatterns = [
    re_path(r"^(?P<folder>(?:[\w-]+/)+)atom\.xml$", feeds.NewsFeed()),
    re_path(r"^(?P<folder>(?:[\w-]+/)+)feed\.json$", feeds.news_json),
]
