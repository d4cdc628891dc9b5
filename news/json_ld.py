"""schema.org for a news item, with what was corrected and when."""

from typing import Any

from django.conf import settings

from news.models import NewsPage
from ogl_portal.core.json_ld import CONTEXT, given, modified, page_json_ld
from ogl_portal.media.pictures import picture_json_ld


@page_json_ld.register
def news_json_ld(item: NewsPage) -> dict[str, Any]:
    """The item as NewsArticle. Its picture is one that programs without AVIF can show."""
    return {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": item.full_url,
        "url": item.full_url,
        "headline": item.title,
        "inLanguage": "de",
        "isAccessibleForFree": True,
        **given(
            description=item.description,
            datePublished=item.sort_date,
            dateModified=modified(item),
            image=picture_json_ld(item.picture),
            publisher={"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": settings.BASE_URL},
            about=[{"@type": "Project", "name": f"Labor {lab.title}", "url": lab.full_url} for lab in item.live_labs],
            keywords=[str(topic) for topic in item.topics.all()],
            correction=[
                {"@type": "CorrectionComment", "datePublished": row.date.isoformat(), "text": row.text}
                for row in item.corrections_by_date()
            ],
        ),
    }
