"""Who is sent what, and what is not compressed."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from ogl_portal.page_cache.encoding import CompressionMiddleware, chosen


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip; q=0", "identity"),
        ("br;q=0.01", "br"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("", "identity"),
        ("identity", "identity"),
        ("x-unknown;;;q=q,,", "identity"),
    ],
)
def test_the_encoding_is_one_that_is_accepted(accepted: str, encoding: str) -> None:
    assert chosen(accepted) == encoding


def answer(
    request_headers: dict[str, str], *, address: str = "/", cookie: bool = False, **headers: str
) -> HttpResponse:
    def view(request: object) -> HttpResponse:
        response = HttpResponse("Text " * 500, headers=headers)
        if cookie:
            response.set_cookie("csrftoken", "secret")
        return response

    return CompressionMiddleware(view)(RequestFactory(headers=request_headers).get(address))


@pytest.mark.parametrize(("encoding", "open_it"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_what_is_sent_can_be_read(encoding: str, open_it) -> None:
    response = answer({"accept-encoding": encoding}, ETag='"one"')
    assert response.headers["Content-Encoding"] == encoding
    assert open_it(response.content).decode() == "Text " * 500
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.headers["ETag"] == f'"one-{encoding}"'
    assert response.headers["Vary"] == "Accept-Encoding"


def test_whoever_reads_plain_text_only_gets_it() -> None:
    response = answer({})
    assert response.content.decode() == "Text " * 500
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/epub+zip"])
def test_what_is_compressed_already_stays_as_it_is(kind: str) -> None:
    assert "Content-Encoding" not in answer({"accept-encoding": "br"}, **{"Content-Type": kind}).headers


def test_a_secret_and_the_words_of_a_stranger_are_not_compressed_together() -> None:
    wanted = {"accept-encoding": "br"}
    assert "Content-Encoding" not in answer(wanted, address="/?q=csrftoken", cookie=True).headers
    assert "Content-Encoding" in answer(wanted, address="/?q=csrftoken").headers
    assert "Content-Encoding" in answer(wanted, cookie=True).headers
    signed_in = {**wanted, "cookie": "sessionid=abc"}
    assert "Content-Encoding" not in answer(signed_in, address="/?q=a").headers
