"""Views beside the page tree: the contact form's target, topics, errors, plain text files."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ogl_portal.core.index_pages import index_url
from ogl_portal.core.languages import is_english_address
from ogl_portal.core.models import BasePage, Topic
from ogl_portal.core.navigation import Crumb
from ogl_portal.core.public import public
from ogl_portal.pages.forms import ContactForm
from ogl_portal.pages.messages import message_received
from ogl_portal.pages.models import ContactPage, Message
from ogl_portal.pages.topics import topic_content, topics_with_counts
from ogl_portal.web.public_forms import new_receipt

MOST_MESSAGES = 20  # of one sender within an hour: an office behind one address may have several people


@csrf_exempt  # a token needs a cookie, and readers get none; see PublicForm.check_sender
@require_POST
def send_message(request: HttpRequest) -> HttpResponse:
    """Take a message, answer with its receipt number; on a mistake show the form again with what was typed."""
    page = public(ContactPage.objects).first()
    if page is None:
        raise Http404("Es gibt noch keine Kontaktseite.")
    return take_message(request, page, ContactForm(request.POST))


def take_message(request: HttpRequest, page: BasePage, form: ContactForm) -> HttpResponse:
    """The answer to a form that ``page`` shows."""
    form.check_sender(request, purpose="contact", most=MOST_MESSAGES)
    if not form.is_valid():
        context = {**page.get_context(request), "form": form}
        return render(request, page.template, context, status=form.status)
    message = form.save(commit=False)
    message.language = form.language
    message.receipt = new_receipt()
    if not form.is_honeypot_filled:  # a machine is told the same, and nothing is kept
        with transaction.atomic():
            message.save()
            message_received.send(Message, message=message)
    return redirect(f"{page.get_url(request)}?eingang={message.receipt}#eingang")


@require_safe
def topic_index(request: HttpRequest) -> HttpResponse:
    """All topics by kind with the number of things on each."""
    crumbs = [Crumb("Start", "/"), Crumb("Themen", reverse("topics"))]
    return render(request, "pages/topic_index.html", {"groups": topics_with_counts(), "breadcrumbs": crumbs})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything public on one topic."""
    found = get_object_or_404(Topic, slug=slug)
    crumbs = [Crumb("Start", "/"), Crumb("Themen", reverse("topics")), Crumb(str(found), request.path)]
    context: dict[str, Any] = {"topic": found, "breadcrumbs": crumbs, **topic_content(found)}
    return render(request, "pages/topic.html", context)


PAGE_PICTURES = "Disallow: /*/seite-*.webp$"  # each is made when it is asked for first


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", PAGE_PICTURES, f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: contact and an expiry less than a year ahead, made anew each day."""
    midnight = datetime.datetime.combine(timezone.localdate(), datetime.time.min, datetime.UTC)
    expires = midnight + datetime.timedelta(days=180)
    lines = [
        f"Contact: {settings.BASE_URL}{index_url('pages.ContactPage')}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of last resort: it must come even where the manifest of static files is what is broken."""

    def address(name: str) -> str:
        try:
            return static(name)
        except ValueError:
            return ""

    context = {"stylesheet": address("site.css"), "icon": address("img/favicon.svg"), "path": request.path}
    return HttpResponse(render_to_string("500.html", context), status=500)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    template = "english/not_found.html" if is_english_address(request.path) else "404.html"
    return render(request, template, status=404)
