"""What readers see: the form, the page behind the link in the first mail, the choice, and leaving.

None of these pages sets or needs a cookie. A GET changes nothing, since mail scanners follow every link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ogl_portal.core.navigation import Crumb
from ogl_portal.core.public import public
from ogl_portal.legal.models import PrivacyPage
from ogl_portal.subscriptions import lifecycle
from ogl_portal.subscriptions.calendars import calendars, news_feeds
from ogl_portal.subscriptions.forms import ManageForm, SubscribeForm, asked_for, choice_of
from ogl_portal.subscriptions.links import TOKEN, key_to_confirm, key_to_manage, manage_path
from ogl_portal.subscriptions.models import Rhythm, Subscription
from ogl_portal.subscriptions.offer import is_offered

MOST_REQUESTS = 10  # of one sender within an hour: an office behind one address may have several people
TITLE = "Abonnieren"
View = Callable[[HttpRequest], HttpResponse]


def private(view: View) -> View:
    """For pages behind a signed link: kept by nobody, found by nobody, and the link goes nowhere else."""

    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


@csrf_exempt  # a token needs a cookie, and readers get none; see PublicForm.check_sender
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Calendars and feeds by their addresses, and the form where mails go out. Whatever address is given to it, the
    answer is the same: nobody learns whether it is subscribed."""
    if request.method != "POST" and not is_offered():
        return _show_form(request, None)
    if not is_offered():
        raise Http404("Abonnements per E-Mail werden nicht angeboten.")
    if request.method != "POST":
        return _show_form(request, SubscribeForm(initial={"rhythmus": Rhythm.WEEKLY, **asked_for(request.GET)}))
    form = SubscribeForm(request.POST)
    form.check_sender(request, purpose="subscribe", most=MOST_REQUESTS)
    form.check_mail_to_stranger()
    if not form.is_valid():
        return _show_form(request, form, form.status)
    if not form.is_honeypot_filled:  # a machine is told the same, and nothing is kept
        lifecycle.request(form.cleaned_data["email"], *form.choice)
    return redirect(f"{reverse('subscribe')}?gesendet=1#gesendet")


def _show_form(request: HttpRequest, form: SubscribeForm | None, status: int = 200) -> HttpResponse:
    labs = asked_for(request.GET)["labore"]
    context = {
        "form": form,
        "is_sent": request.GET.get("gesendet") == "1",
        "privacy_url": _privacy_url(),
        "calendars": calendars(labs),
        "feeds": news_feeds(labs),
        "base_url": settings.BASE_URL,
    }
    return _page(request, "subscriptions/subscribe.html", context, TITLE, status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
def confirm(request: HttpRequest) -> HttpResponse:
    """What was asked for, and a button to confirm it. Who comes again is led to the choice."""
    key = key_to_confirm(_token(request))
    subscription = Subscription.objects.filter(key=key).first() if key else None
    if subscription is None:
        return _gone(request)
    if subscription.confirmed_at is not None:
        return redirect(manage_path(subscription))
    return _choose(request, "subscriptions/confirm.html", subscription, done="neu")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private
def manage(request: HttpRequest) -> HttpResponse:
    """The choice of a subscription, to be changed; below it the button to leave."""
    key = key_to_manage(_token(request))
    subscription = Subscription.objects.filter(key=key, confirmed_at__isnull=False).first() if key else None
    if subscription is None:
        return _gone(request)
    return _choose(request, "subscriptions/manage.html", subscription, done="gespeichert")


def _choose(request: HttpRequest, template: str, subscription: Subscription, *, done: str) -> HttpResponse:
    """The form with the choice; once it is kept, on to the choice with the parameter ``done`` in its address."""
    form, status = ManageForm(request.POST, subscription=subscription), 422
    if request.method != "POST":
        form = ManageForm(subscription=subscription, initial=choice_of(subscription, asked_for(request.GET)))
        status = 200
    elif form.is_valid():
        lifecycle.confirm(subscription, *form.choice)
        return redirect(f"{manage_path(subscription, **{done: 1})}#gespeichert")
    context = {
        "form": form,
        "address": subscription.address,
        "token": _token(request),
        "hidden_labs": subscription.labs.filter(live=False).count(),
        "is_new": request.GET.get("neu") == "1",
        "is_saved": request.GET.get("gespeichert") == "1",
        "privacy_url": _privacy_url(),
    }
    return _page(request, template, context, "Ihr E-Mail-Abonnement", status)


@csrf_exempt  # RFC 8058: mail programs send this from anywhere, without cookie or token of ours
@require_http_methods(["GET", "HEAD", "POST"])
@private
def leave(request: HttpRequest) -> HttpResponse:
    """A button to leave, and what it does; mail programs POST at once (RFC 8058) and are never redirected."""
    key = key_to_manage(_token(request))
    if not key:
        return _gone(request)
    subscription = Subscription.objects.filter(key=key).first()
    if subscription is not None and request.method == "POST":
        lifecycle.end(subscription)
        subscription = None
    context = {"address": subscription.address if subscription else "", "token": _token(request)}
    return _page(request, "subscriptions/leave.html", context, "E-Mails abbestellen")


def _gone(request: HttpRequest) -> HttpResponse:
    return _page(request, "subscriptions/gone.html", {"is_offered": is_offered()}, "Link nicht mehr gültig", 410)


def _page(request: HttpRequest, template: str, context: dict[str, Any], title: str, status: int = 200) -> HttpResponse:
    crumbs = [Crumb("Start", "/"), Crumb(title, request.path)]
    return render(request, template, {"title": title, "breadcrumbs": crumbs, **context}, status=status)


def _token(request: HttpRequest) -> str:
    return request.POST.get(TOKEN) or request.GET.get(TOKEN, "")


def _privacy_url() -> str:
    page = public(PrivacyPage.objects).first()
    return page.url or "" if page else ""
