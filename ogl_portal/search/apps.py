from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ogl_portal.search"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.page_cache.keeping import never_with_query
        from ogl_portal.search import document, indexing, record, signals
        from publications import document_search

        document_search.register(document.search_document)
        signals.connect()
        for name in ("search", "search_feed", "search_suggestions"):
            never_with_query(name)
        scheduled.every("search.rebuild", minutes=indexing.CATCH_UP_MINUTES, run=indexing.rebuild_if_outdated)
        scheduled.every(
            "search.rebuild_for_staff", minutes=indexing.CATCH_UP_MINUTES, run=indexing.rebuild_for_staff_if_outdated
        )
        scheduled.daily("search.staff_words", indexing.rebuild_for_staff)
        scheduled.every("search.catch_up", minutes=indexing.CATCH_UP_MINUTES, run=indexing.catch_up)
        scheduled.daily("search.forget_words", record.forget_old)
