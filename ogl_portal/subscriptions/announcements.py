"""What has become public, and what of it an edition tells.

Nothing listens to publishing: every few minutes the pages that readers may see are compared with the announcements
there are. So it makes no difference how a page became public (editor, schedule, import, undo), and what was told
once stays told when a page is corrected, taken down and published again.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator

from events.enums import EventState
from events.listing import public_events
from events.models import EventPage
from news.listing import live_news
from news.models import NewsPage
from ogl_portal.core.fields import fuzzy
from ogl_portal.core.public import public
from ogl_portal.subscriptions.models import Announcement, Channel, Rhythm
from publications.models import PublicationPage

TOLD_WITHIN = datetime.timedelta(days=31)  # what an edition could not tell for longer is no news
_LINE = 200  # characters of the line below a title
_MARKS = {EventState.CANCELLED: "Abgesagt", EventState.MOVED: "Verschoben"}


@dataclass(frozen=True)
class DigestItem:
    """One page as a digest tells it. ``mark`` is »Abgesagt« and the like, ``at`` when it became public (ISO 8601)."""

    page: int
    channel: str
    labs: list[int]
    mark: str
    title: str
    facts: str
    line: str
    url: str
    at: str

    @property
    def heading(self) -> str:
        return f"{self.mark}: {self.title}" if self.mark else self.title

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class ChannelSource:
    """Where the pages of a channel come from (``public``), and what is said below the title of one (``facts``)."""

    public: Callable[[], QuerySet[Any]]
    title: Callable[[Any], str]
    facts: Callable[[Any], str]
    line: Callable[[Any], str]


def _news_date(page: NewsPage) -> str:
    date = fuzzy(page.sort_date)
    return ", ".join(part for part in (str(date) if date else "", page.place) if part)


def _publication_facts(page: PublicationPage) -> str:
    date = fuzzy(page.date)
    return ", ".join(part for part in (page.get_kind_display(), str(date) if date else "") if part)


SOURCES: dict[str, ChannelSource] = {
    Channel.NEWS: ChannelSource(live_news, lambda page: page.title, _news_date, lambda page: page.teaser),
    Channel.EVENTS: ChannelSource(
        public_events,
        lambda page: page.title,
        lambda page: ", ".join(part for part in (page.when, page.where) if part),
        lambda page: page.teaser,
    ),
    Channel.PUBLICATIONS: ChannelSource(
        lambda: public(PublicationPage.objects).prefetch_related("versions"),
        lambda page: page.full_title,
        _publication_facts,
        lambda page: page.shown_teaser or page.told_of_original(strip_tags(page.abstract)),
    ),
}


def notice(now: datetime.datetime | None = None) -> int:
    """Write down what has become public or was changed since the last time, and say how much that was.

    The very first time everything is new: each page then counts from the day of its first publication.
    """
    now = now or timezone.now()
    first_time = not Announcement.objects.exists()
    found = [
        Announcement(
            page_id=page.pk,
            channel=channel,
            signature=signature,
            number=number,
            at=(page.first_published_at or now - TOLD_WITHIN) if first_time else now,
        )
        for channel, page, signature, number in (*_new_pages(), *_changed_events(now))
    ]
    Announcement.objects.bulk_create(found)
    return len(found)


_Found = tuple[str, Any, str, int]


def _new_pages() -> Iterator[_Found]:
    known = Announcement.objects.filter(page_id=OuterRef("pk"))
    for channel in (Channel.NEWS, Channel.PUBLICATIONS):
        for page in SOURCES[channel].public().order_by("pk").prefetch_related(None).exclude(Exists(known)):
            yield channel, page, "", 1


def _changed_events(now: datetime.datetime) -> Iterator[_Found]:
    """Events that are not over: new ones, and those whose time or state is another than what was told last."""
    events = public_events().filter(end__gte=now).order_by("pk").prefetch_related("occurrences")
    numbers = events.prefetch_related(None).order_by().values("pk")
    last = {row.page_id: row for row in Announcement.objects.filter(page_id__in=numbers).order_by("number")}
    for event in events:
        before, signature = last.get(event.pk), event_signature(event)
        if before is None or before.signature != signature:
            yield Channel.EVENTS, event, signature, before.number + 1 if before else 1


def event_signature(event: EventPage) -> str:
    """Changes when readers have to be told: state, days and times; the place where the event is said to be moved."""
    dates = sorted(
        f"{row.start_date}/{row.start_time}/{row.end_date}/{row.end_time}" for row in event.occurrences.all()
    )
    place = f"{event.place_name}/{event.address}" if event.state == EventState.MOVED else ""
    words = "\n".join([event.state, event.fuzzy_date, place, *dates])
    return hashlib.sha256(words.encode()).hexdigest()


def take_untold(rhythm: Rhythm, made_at: datetime.datetime, since: datetime.datetime | None) -> list[DigestItem]:
    """The items of the edition that is ``made_at``; they count as told in ``rhythm`` from now on.

    What is not public at the moment waits, up to 31 days. ``since`` is when the edition before was made: what became
    public earlier and comes only now is told as if it were new, else those who were told until then would miss it.
    """
    rows = Announcement.objects.filter(at__gt=made_at - TOLD_WITHIN, at__lte=made_at).exclude(
        told_in__contains=[rhythm.value]
    )
    by_page: dict[int, list[Announcement]] = {}
    for row in rows.order_by("at", "number"):
        by_page.setdefault(row.page_id, []).append(row)
    told, items = [], []
    for channel, source in SOURCES.items():
        wanted = [page for page, announcements in by_page.items() if announcements[0].channel == channel]
        for page in source.public().filter(pk__in=wanted).prefetch_related("labs"):
            told += by_page[page.pk]
            items.append(_item(channel, source, page, by_page[page.pk], made_at, since))
    for row in told:
        row.told_in = [*row.told_in, rhythm.value]
    Announcement.objects.bulk_update(told, ["told_in"])
    return items


def _item(
    channel: str,
    source: ChannelSource,
    page: Any,
    announcements: list[Announcement],
    made_at: datetime.datetime,
    since: datetime.datetime | None,
) -> DigestItem:
    at = announcements[-1].at
    is_change = announcements[0].number > 1
    mark = page.title_mark
    if channel == Channel.EVENTS:
        mark = _MARKS.get(page.state, "Geändert" if is_change else "")
    return DigestItem(
        page=page.pk,
        channel=channel,
        labs=[lab.pk for lab in page.labs.all()],
        mark=mark,
        title=_one_line(source.title(page)),
        facts=_one_line(source.facts(page)),
        line=Truncator(_one_line(source.line(page))).chars(_LINE),
        url=page.full_url,
        at=(made_at if since and at <= since else at).isoformat(),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def chosen(items: Iterable[DigestItem], channels: Iterable[str], labs: Iterable[int]) -> list[DigestItem]:
    """The items that a reader with this choice is told, each page once and as it was told last."""
    channels, labs = set(channels), set(labs)
    by_page = {item.page: item for item in items if item.channel in channels or labs.intersection(item.labs)}
    return list(by_page.values())
