"""Draws requests by lot. Seed, role and number say all of a request, so that any one can be sent again alone."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.access.table import Row
from tests.hostile import values
from tests.hostile.stage import Stage

Fields = dict[str, list[str]]
"""What a form sends: name → values."""

FORM = "application/x-www-form-urlencoded"
_METHODS = ("GET",) * 8 + ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "POST", "POST", "POST", "BREW")
_ACTIONS = (
    "action-publish",
    "action-submit",
    "action-start-workflow",
    "action-workflow-action",
    "ogl-restore",
    "overwrite_revision_id",
)
_ENDS = (
    "TOTAL_FORMS",
    "INITIAL_FORMS",
    "MIN_NUM_FORMS",
    "MAX_NUM_FORMS",
    "count",
    "order",
    "type",
    "deleted",
    "id",
    "value",
)
_COUNTS = ("", "-1", "0", "2", "1000", "1001", "1000000000", "9" * 4301, "x", "1.5", "\x00")


@dataclass
class HostileRequest:
    role: str
    number: int
    method: str
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = FORM
    body: bytes = b""
    editor: str = ""
    """The address of the editor whose form was forged, which has to open afterwards as before."""
    forged: str = ""
    """What was done to that form."""

    def __str__(self) -> str:
        said = f"{self.role}:{self.number} {self.method} {self.address[:300]}"
        said += f" { ({name: value[:80] for name, value in self.headers.items()}) }" if self.headers else ""
        said += f" [{self.content_type[:60]}, {len(self.body)} bytes]" if self.body else ""
        return said + (f" ({self.forged})" if self.forged else "")


def draw(stage: Stage, seed: str, role: str, number: int) -> HostileRequest:
    random = Random(f"{seed} {role} {number}")
    if random.random() < (0.1 if role == "anonymous" else 0.2):
        return _forged_form(stage, random, role, number)
    method = random.choice(_METHODS)
    request = HostileRequest(role, number, method, _address(stage, random, role) + _query(stage, random))
    if random.random() < 0.3:
        request.headers = values.headers(random)
    if method in ("POST", "PUT", "PATCH") or random.random() < 0.02:
        request.content_type, request.body = values.body(random)
    return request


# --- addresses ---


def _address(stage: Stage, random: Random, role: str) -> str:
    if random.random() < (0.5 if role == "anonymous" else 0.1):
        return _bent(random, random.choice(stage.public))
    row = random.choice(stage.table)
    return _bent(random, _row_address(stage, random, row))


def _row_address(stage: Stage, random: Random, row: Row) -> str:
    known = dict(stage.world.values_for(row.pattern))
    for name in stage.parameters(row):
        kind = random.random()
        if kind < 0.25:
            known[name] = random.choice((values.as_path(values.odd(random)), *values.NUMBERS[:12]))
        elif kind < 0.4:
            known[name] = stage.foreign.get(name, stage.foreign["pk"])
    return stage.address(row, known)


def _bent(random: Random, address: str) -> str:
    """Mostly as it is; sometimes with a sign, a part or a slash too many or too few."""
    if random.random() > 0.12:
        return address
    place = random.randrange(1, len(address) + 1)
    piece = random.choice(
        (*(raw.decode() for raw in values.RAW), "/", "//", "../", "%2f", values.as_path(values.odd(random)))
    )
    return address[:place] + piece + address[place + random.choice((0, 0, 1)) :]


def _query(stage: Stage, random: Random) -> str:
    if random.random() < 0.4:
        return ""
    names = random.sample(stage.asked, random.choice((1, 1, 2, 4, 12)))
    names += random.choices(names, k=random.choice((0, 0, 1, 3)))
    pairs = []
    for name in names:
        value = values.encoded(random, values.odd(random))[:9000]
        bent = random.choice(("", "", "", "", "", "[]", "[0]", "__in", "%00", "."))
        pairs.append(f"{name}{bent}={value}" if random.random() < 0.97 else name)
    return "?" + "&".join(pairs)


# --- forms ---


def _forged_form(stage: Stage, random: Random, role: str, number: int) -> HostileRequest:
    """The form that stands at an address, filled as it should be, and then forged in one to three places."""
    editors = sorted(stage.forms)
    address = random.choice(editors) if random.random() < 0.6 else _with_a_form(stage, random)
    fields = {name: list(sent) for name, sent in stage.form(address).items()}
    done = [random.choice(_FORGERIES)(stage, random, fields) for _ in range(random.choice((0, 1, 1, 1, 2, 3)))]
    if random.random() < 0.5 and address in stage.forms:
        fields.setdefault(action := random.choice(_ACTIONS), ["1"])
        done.append(action)
    request = HostileRequest(role, number, "POST", address, editor=address, forged="; ".join(done))
    if random.random() < 0.15 and address in stage.forms:
        request.headers["HTTP_ACCEPT"] = "application/json"  # as automatic saving asks
    if random.random() < 0.3:
        request.content_type, request.body = MULTIPART_CONTENT, _multipart(random, fields)
    else:
        request.body = _form_encoded(fields)
    return request


def _with_a_form(stage: Stage, random: Random) -> str:
    rows = [row for row in stage.table if row.post != "-"]
    row = random.choice(rows)
    return stage.address(row, stage.world.values_for(row.pattern))


def _some(random: Random, fields: Fields, choose: Callable[[str], bool] = bool) -> str:
    names = [name for name in fields if choose(name)] or list(fields) or ["title"]
    return random.choice(names)


def _leave_out(stage: Stage, random: Random, fields: Fields) -> str:
    name = _some(random, fields)
    fields.pop(name, None)
    return f"without {name}"


def _leave_out_part(stage: Stage, random: Random, fields: Fields) -> str:
    start = _some(random, fields).rsplit("-", 1)[0]
    for name in [name for name in fields if name.startswith(start)]:
        del fields[name]
    return f"without {start}…"


def _odd_value(stage: Stage, random: Random, fields: Fields) -> str:
    name = _some(random, fields)
    fields[name] = [values.odd(random)]
    return f"{name}={fields[name][0][:60]!r}"


def _odd_many(stage: Stage, random: Random, fields: Fields) -> str:
    for name in random.sample(list(fields), len(fields) // 2):
        fields[name] = [values.odd(random)]
    return "half of all values"


def _odd_count(stage: Stage, random: Random, fields: Fields) -> str:
    name = _some(random, fields, lambda name: name.endswith(_ENDS))
    fields[name] = [random.choice(_COUNTS)]
    return f"{name}={fields[name][0][:60]!r}"


def _odd_json(stage: Stage, random: Random, fields: Fields) -> str:
    name = _some(random, fields, lambda name: _is_json(fields[name][0]))
    if not fields.get(name) or not _is_json(fields[name][0]):
        return _odd_value(stage, random, fields)
    fields[name] = [values.odd_json_text(random, fields[name][0])]
    return f"{name}={fields[name][0][:120]}"


def _odd_link(stage: Stage, random: Random, fields: Fields) -> str:
    """A link in rich text that leads to no record, or that is no link."""
    texts = [name for name in fields if _is_rich(fields[name][0])]
    if not texts:
        return _odd_json(stage, random, fields)
    name = random.choice(texts)
    sent = json.loads(fields[name][0])
    key = random.choice((values.odd(random), -1, 0, 2**63, None, {}, *stage.foreign.values()))
    data = random.choice(
        ({"id": key}, {"url": values.odd(random)}, {"url": key}, {"id": key, "url": "/"}, {}, [], None)
    )
    kind = random.choice(("LINK", "LINK", "DOCUMENT", "DOCUMENT", "IMAGE", "EMBED", "gibtsnicht", None))
    sent["entityMap"] = {"0": {"type": kind, "mutability": "MUTABLE", "data": data}}
    for block in sent["blocks"]:
        block["entityRanges"] = [
            {"offset": random.choice((0, 0, 0, -1, 99)), "length": random.choice((3, 3, 0)), "key": 0}
        ]
    fields[name] = [json.dumps(sent)]
    return f"{name} with {kind} {str(data)[:80]}"


def _other_key(stage: Stage, random: Random, fields: Fields) -> str:
    """A record of somebody else's, or of nobody."""
    name = _some(random, fields, lambda name: fields[name][0].isdigit())
    fields[name] = [str(random.choice((0, 999_999_999, 2**31, 2**63, *stage.foreign.values())))]
    return f"{name}={fields[name][0]}"


def _other_type(stage: Stage, random: Random, fields: Fields) -> str:
    """A block as another kind of block, or two blocks at one place."""
    types = [name for name in fields if name.endswith("-type")]
    if not types:
        return _duplicate(stage, random, fields)
    name = random.choice(types)
    if random.random() < 0.4:
        order = name.removesuffix("type") + "order"
        fields[order] = [random.choice(("0", "1", "2"))]
        return f"{order}={fields[order][0]}"
    fields[name] = [random.choice([fields[other][0] for other in types] + ["gibtsnicht", "item", ""])]
    return f"{name}={fields[name][0]}"


def _duplicate(stage: Stage, random: Random, fields: Fields) -> str:
    name = _some(random, fields)
    fields[name] = [*fields.get(name, [""]), values.odd(random), *fields.get(name, [])]
    return f"{name} three times"


def _other_name(stage: Stage, random: Random, fields: Fields) -> str:
    name, other = _some(random, fields), _some(random, fields)
    fields[other] = fields.pop(name, [""])
    return f"{name} as {other}"


def _repeat_row(stage: Stage, random: Random, fields: Fields) -> str:
    """The first row of children again, with its key."""
    totals = [name for name in fields if name.endswith("-TOTAL_FORMS") and fields[name] != ["0"]]
    if not totals:
        return _odd_count(stage, random, fields)
    prefix = random.choice(totals).removesuffix("-TOTAL_FORMS")
    fields |= {name.replace("-0-", "-1-", 1): sent for name, sent in fields.items() if name.startswith(f"{prefix}-0-")}
    fields[f"{prefix}-TOTAL_FORMS"] = ["2"]
    fields[f"{prefix}-INITIAL_FORMS"] = [random.choice(("0", "1", "2"))]
    for number in (0, 1):
        fields[f"{prefix}-{number}-id"] = [random.choice(("", "1", str(stage.foreign["pk"])))]
    return f"{prefix} with a row twice"


_FORGERIES = (
    _leave_out,
    _leave_out,
    _leave_out_part,
    _odd_value,
    _odd_value,
    _odd_value,
    _odd_many,
    _odd_count,
    _odd_count,
    _odd_json,
    _odd_json,
    _odd_json,
    _odd_link,
    _odd_link,
    _other_key,
    _other_type,
    _other_type,
    _duplicate,
    _other_name,
    _repeat_row,
)


def _is_rich(text: str) -> bool:
    """Whether this is what the editor of rich text sends, and nobody has forged its blocks yet."""
    sent = json.loads(text) if _is_json(text) else None
    blocks = sent.get("blocks") if isinstance(sent, dict) else None
    return isinstance(blocks, list) and all(isinstance(block, dict) for block in blocks)


def _is_json(text: str) -> bool:
    if not text.startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _form_encoded(fields: Fields) -> bytes:
    pairs = ((name, value) for name, sent in fields.items() for value in sent)
    coded = ((quote(part.encode("utf-8", "surrogatepass"), safe="") for part in pair) for pair in pairs)
    return "&".join(map("=".join, coded)).encode()


def _multipart(random: Random, fields: Fields) -> bytes:
    sent: dict[str, object] = {
        name: [value.encode("utf-8", "replace").decode() for value in texts] for name, texts in fields.items()
    }
    name, content = random.choice(values.FILES)
    files = random.choice((("file",), ("files[]",), ("file", "title"), ()))
    return encode_multipart(BOUNDARY, sent | {key: SimpleUploadedFile(name, content) for key in files})
