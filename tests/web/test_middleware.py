"""Odd requests are answered without a fault, and answers for one person are kept by nobody."""

import logging

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from ogl_portal.web.middleware import ReadableRequestMiddleware
from tests.factories import AdminFactory, ImageFactory, Portal

FORM = "application/x-www-form-urlencoded"
BROKEN = (
    b'--b\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nx=geheim\r\n--b--\r\n"
)


@pytest.fixture
def admin(portal: Portal, client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "gibt-es-nicht", "a" * 5000])
def test_another_charset_is_refused(portal: Portal, client: Client, charset: str) -> None:
    for kind in (FORM, "multipart/form-data; boundary=b", "text/plain"):
        type_ = f"{kind}; charset={charset}"
        answer = client.generic("GET", "/suche/?q=%C3%A4", b"-", type_)
        assert (answer.status_code, answer["Content-Type"]) == (415, "text/plain; charset=utf-8")
        assert client.generic("POST", reverse("send_message"), b"text=a", type_).status_code == 415


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_utf_8_is_read_however_it_is_written(portal: Portal, client: Client, charset: str) -> None:
    answer = client.generic("GET", "/suche/?q=%C3%A4hre", b"-", f"text/plain; charset={charset}")
    assert "ähre" in answer.content.decode()
    type_ = f"{FORM}; charset={charset}"
    assert client.generic("POST", reverse("send_message"), b"text=a", type_).status_code == 422


@pytest.mark.parametrize(
    "name",
    [
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailadmin_explore_root",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_pages:search",
        "wagtailadmin_choose_page_search",
        "wagtailusers_users:index",
        "wagtailimages_chooser:choose",
        "wagtailadmin_tag_autocomplete",
    ],
)
def test_nul_in_any_query_is_left_out(admin: Client, name: str) -> None:
    names = (
        "q",
        "p",
        "id",
        "ordering",
        "term",
        "collection_id",
        "tag",
        "user",
        "label",
        "page_type",
        "locale",
        "action",
    )
    query = "&".join(f"{name}=%00" for name in names) + "&a%00b=c"
    assert admin.get(f"{reverse(name)}?{query}").status_code < 500


def test_nul_in_a_form_is_left_out_and_in_an_address_leads_nowhere(rf: RequestFactory) -> None:
    middleware = ReadableRequestMiddleware(lambda _: HttpResponse())
    request = rf.post("/", {"a": ["b\x00", "c"], "d\x00": "\x00"})
    assert middleware.process_view(request, HttpResponse, (), {}) is None
    assert dict(request.POST.lists()) == {"a": ["b", "c"], "d": [""]}
    with pytest.raises(Http404):
        middleware.process_view(rf.get("/a%00/"), HttpResponse, (), {})


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"geheim"),
        (f"multipart/form-data; boundary={'b' * 300}", b"geheim"),
        ("multipart/form-data; boundary=\xff", b"geheim"),
        ("multipart/form-data; boundary=b", BROKEN),
        (FORM, b"geheim&" * 10_001),
    ],
)
def test_a_form_that_cannot_be_read_leaves_a_line_in_the_log(
    portal: Portal, client: Client, caplog: pytest.LogCaptureFixture, content_type: str, body: bytes
) -> None:
    for checks_token in (False, True):
        sender = Client(enforce_csrf_checks=checks_token)
        for address in (reverse("send_message"), reverse("wagtailadmin_login"), "/admin/images/add/"):
            with caplog.at_level(logging.DEBUG):
                caplog.clear()
                answer = sender.post(address, body, content_type=content_type)
            assert answer.status_code == 400, address
            assert "geheim" not in caplog.text
            assert [record for record in caplog.records if record.exc_info] == []


def test_answers_for_one_person_are_kept_by_nobody(admin: Client) -> None:
    stranger = Client()
    for address in ("/admin/", "/admin/login/", "/admin/sicherheit/", "/admin/nirgends/", "/admin/sprite/"):
        for client in (admin, stranger):
            assert client.get(address)["Cache-Control"] == "private, no-store", address
    assert "no-store" not in stranger.get("/").get("Cache-Control", "")


def test_foreign_pages_may_show_pictures_and_nothing_else(admin: Client) -> None:
    image = ImageFactory()
    for address, policy in {
        "/": "same-origin",
        "/admin/": "same-origin",
        "/nirgends/": "same-origin",
        image.file.url: "same-origin",
        image.get_rendition("max-100x100|format-webp").url: "cross-origin",
    }.items():
        assert admin.get(address)["Cross-Origin-Resource-Policy"] == policy, address


def test_a_range_without_end_is_none(admin: Client) -> None:
    address = ImageFactory().get_rendition("max-100x100|format-webp").url
    for span in (f"0-{'9' * 5000}", f"{'9' * 5000}-", f"-{'9' * 5000}", "٠-٩"):
        assert admin.get(address, headers={"Range": f"bytes={span}"}).status_code == 200
