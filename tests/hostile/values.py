"""What no browser sends: values for addresses, queries, headers, fields and files."""

import json
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes

MARK = "oglx"
"""Stands in every script below, so that an answer without it need not be looked through."""

SCRIPTS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' onmouseover='{MARK}()",
    f'" autofocus onfocus="{MARK}()',
    f"</script><svg/onload={MARK}()>",
    f"</title></textarea><script>{MARK}()</script>",
    f"javascript:{MARK}()",
    f"//{MARK}.example/",
    f"https://{MARK}.example/",
    f"/\\{MARK}.example",
)
TEMPLATES = ("{{ settings.SECRET_KEY }}", "{% debug %}", "%s%n%(x)s", "${7*7}", "{0.__class__}", "#{7*7}")
NUMBERS = (
    "0",
    "-1",
    "-0",
    "+1",
    "1e9",
    "1.5",
    "0x10",
    "007",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "1" + "0" * 40,
    "9" * 4300,
    "9" * 4301,
    "-" + "9" * 5000,
    "NaN",
    "Infinity",
    "-Infinity",
    "²",
    "٣",
    "１２",
    "½",
    "1_0",
    " 1 ",
)
DATES = ("0000-00-00", "0001-01-01", "9999-12-31", "99999-01-01", "2026-02-30", "31.13.2026", "25:61", "T", "-1-1-1")
TEXTS = (
    "",
    " ",
    "\x00",
    "vor\x00nach",
    "\x1b[31m",
    "a\r\nSet-Cookie: x=1",
    "\u2028",
    "\ufeff",
    "\u202egnp.exe",
    "\ud800",
    "\udfff",
    "u\u0308" * 50,
    "Z\u0351\u0363\u036c" * 60,
    "\U0010ffff",
    "\ufffe",
    "a" * 300,
    "ä" * 300,
    "a" * 70_000,
    "%",
    "%00",
    "%%",
    "%zz",
    "%c0%ae",
    "../../../etc/passwd",
    "..%2f..%2f",
    "....//",
    "file:///etc/passwd",
    "'",
    '"',
    "\\",
    "' OR 1=1 --",
    "1;SELECT pg_sleep(9)",
    "*",
    "(",
    "[",
    "a*(b|c)+",
    "(a+)+$" + "a" * 40,
    "!&|:*<->",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "None",
    "null",
    "true",
    "undefined",
    "[]",
    "{}",
    "[object Object]",
    "latest",
    "-",
    "--",
    "__proto__",
    "__class__",
    "pk__gt",
    "id__in",
    "..",
    ".",
    "{" * 3000,
    "((((" * 800,
)
JSON_NODES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**40,
    "",
    "x",
    "\x00",
    "\ud800",
    [],
    {},
    [[]],
    [None],
    [{}],
    {"": None},
    {"type": "x"},
    {"value": {}},
    [1, 2, 3],
    {"blocks": {}},
    {"entityMap": []},
    *SCRIPTS[:3],
)
RAW = (
    b"%FF%FE",
    b"%",
    b"%zz",
    b"%00",
    b"%ED%A0%80",
    b"%F0%9F",
    b"%C0%AF",
    b"%2e%2e%2f",
    b"%0d%0aX-Y:%20z",
    b"%5c",
    b";",
    b"%26",
)


def odd(random: Random) -> str:
    """One value; every kind is as likely as the next."""
    return random.choice(random.choice((SCRIPTS, TEMPLATES, NUMBERS, DATES, TEXTS, TEXTS)))


def encoded(random: Random, value: str) -> str:
    """As it stands in a query: mostly as it should be, sometimes as bytes that are no text."""
    if random.random() < 0.1:
        return random.choice(RAW).decode()
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def as_path(value: str) -> str:
    """As it stands between two slashes of an address."""
    return quote_from_bytes(value.encode("utf-8", "surrogatepass")[:6000], safe="")


def deep(random: Random) -> str:
    """JSON that is nested further than anybody reads."""
    depth = random.choice((50, 990, 5000))
    return random.choice(("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth, "[" * depth))


def odd_json(random: Random, value: Any) -> Any:
    """``value`` with one of its parts, or the whole, turned into something else."""
    if isinstance(value, dict) and value and random.random() < 0.85:
        key = random.choice(sorted(value))
        changed = dict(value)
        if random.random() < 0.2:
            del changed[key]
        else:
            changed[key] = odd_json(random, value[key])
        return changed
    if isinstance(value, list) and value and random.random() < 0.85:
        place = random.randrange(len(value))
        return [*value[:place], odd_json(random, value[place]), *value[place + 1 :]]
    return random.choice(JSON_NODES)


def odd_json_text(random: Random, text: str) -> str:
    """The JSON in ``text``, changed in one place or no JSON any more."""
    kind = random.random()
    if kind < 0.1:
        return deep(random)
    if kind < 0.2:
        return text[: random.randrange(len(text) + 1)]
    return json.dumps(odd_json(random, json.loads(text)))


def headers(random: Random) -> dict[str, str]:
    """One to three headers, as WSGI names them."""
    return dict(random.choice(_HEADERS)(random) for _ in range(random.randint(1, 3)))


def _ascii(random: Random) -> str:
    """A server refuses line ends and NUL in a header before anybody sees them, and reads bytes as Latin-1."""
    text = odd(random).encode("utf-8", "replace").decode("latin-1")
    return "".join(sign for sign in text if sign >= " ")[:8000]


_HEADERS = (
    lambda random: (
        "HTTP_RANGE",
        random.choice(
            (
                f"bytes={'9' * 4300}-",
                f"bytes=0-{'9' * 4301}",
                "bytes=-0",
                "bytes=5-1",
                "bytes=,,,",
                "bytes=" + "0-1," * 900,
                "zeilen=1-2",
                f"bytes=-{'9' * 5000}",
                "bytes=²-",
                _ascii(random),
            )
        ),
    ),
    lambda random: (
        "HTTP_IF_MODIFIED_SINCE",
        random.choice(
            (
                "gestern",
                "Mon, 99 Foo 99999 99:99:99 GMT",
                "Sun, 06 Nov 0000 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT; length=1",
                "Fri, 31 Dec 9999 23:59:59 GMT",
                _ascii(random),
            )
        ),
    ),
    lambda random: ("HTTP_IF_NONE_MATCH", random.choice(('"', "*", 'W/"', '"a", ' * 500, _ascii(random)))),
    lambda random: ("HTTP_IF_RANGE", _ascii(random)),
    lambda random: (
        "HTTP_ACCEPT_LANGUAGE",
        random.choice(("*;q=x", "de;q=9" * 300, "aa-" * 400, "de-DE-1996,;;,", _ascii(random))),
    ),
    lambda random: (
        "HTTP_ACCEPT_ENCODING",
        random.choice(("*;q=x", "gzip;q=0", "br;q=2,,;", "identity;q=0", _ascii(random))),
    ),
    lambda random: (
        "HTTP_ACCEPT",
        random.choice(("*/*;q=x", "application/json", ";;;", "text/html;" * 300, _ascii(random))),
    ),
    lambda random: (
        "HTTP_HOST",
        random.choice(
            (
                "evil.example",
                "testserver:99999",
                "testserver:x",
                "[::1",
                "testserver@evil",
                "a" * 300,
                "",
                "testserver, testserver",
            )
        ),
    ),
    lambda random: (
        "HTTP_X_FORWARDED_FOR",
        random.choice(("unknown", "1.2.3.4, x", "::ffff:1.2.3.4%eth0", "," * 500, _ascii(random))),
    ),
    lambda random: ("HTTP_X_FORWARDED_PROTO", _ascii(random)),
    lambda _: ("HTTP_X_FORWARDED_HOST", "oglx.example"),
    lambda random: ("HTTP_X_REQUESTED_WITH", random.choice(("XMLHttpRequest", _ascii(random)))),
    lambda random: ("HTTP_X_OGL_UPLOAD", _ascii(random)),
    lambda random: (
        "HTTP_REFERER",
        random.choice(("https://oglx.example/", "javascript:oglx()", "http://[", _ascii(random))),
    ),
    lambda random: ("HTTP_ORIGIN", random.choice(("null", "http://[", _ascii(random)))),
    lambda random: (
        "HTTP_COOKIE",
        random.choice(
            (
                "sessionid=../../x",
                "sessionid=" + "a" * 4000,
                "messages=[[1]]",
                "csrftoken=\u00e4",
                "=;=;",
                "a" * 5000,
                "ogl-saved=%00",
            )
        ),
    ),
    lambda random: ("HTTP_USER_AGENT", _ascii(random)),
    lambda random: (
        "HTTP_AUTHORIZATION",
        random.choice(("Basic ", "Basic %%%", "Bearer " + "x" * 4000, _ascii(random))),
    ),
    lambda _: ("HTTP_X_HTTP_METHOD_OVERRIDE", "DELETE"),
    lambda _: ("HTTP_PURPOSE", "prefetch"),
)
CONTENT_TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=gibtsnicht",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; boundary=ä",
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "text/xml",
    "",
    ";",
    "a/b; c",
)


def body(random: Random) -> tuple[str, bytes]:
    """Content type and bytes that have nothing to do with a form of ours."""
    content_type = random.choice(CONTENT_TYPES)
    pieces = (
        b"",
        b"\x00",
        b"\xff\xfe" * 50,
        b"=&=&=" * 200,
        b"a=%",
        b"a[]=1&a[b]=2&a=%ED%A0%80",
        b'{"a": ',
        deep(random).encode(),
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
        b'--x\r\nContent-Disposition: form-data; name="title"; filename="../../x.php"\r\n\r\n<?php\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="\x00.pdf"\r\n\r\n%PDF-1.7\r\n--x--\r\n',
        b"--x\r\nContent-Disposition: form-data\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
        b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y--\r\n--x--\r\n",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        f"title={encoded(random, odd(random))}&text={encoded(random, odd(random))}".encode(),
    )
    return content_type, random.choice(pieces)


FILES = (
    ("x.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 40),
    ("x.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 30),
    ("x.pdf", b"%PDF-1.7\n%%EOF"),
    ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='oglx()'/>"),
    ("x.xml", b"<rss><channel>"),
    ("leer.pdf", b""),
    ("x.bib", b"@book{a, title={" + b"x}" * 40),
    ("x.csv", b"\xff\xfe\x00a"),
    ("x.docx", b"PK\x03\x04" + b"\x00" * 30),
    ("a" * 300 + ".pdf", b"%PDF-"),
    ("\u202efdp.exe", b"MZ"),
    ("x", b"\x00" * 100),
    (".pdf", b"%PDF-1.4"),
    ("x.vtt", b"WEBVTT\n\n"),
)
