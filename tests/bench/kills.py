"""Kill the site again and again while somebody edits: ``script/bench kills --times 500``.

A server of its own is started on a data folder of its own. An editor saves drafts, publishes and uploads PDFs; at a
random moment the server, its worker, its web process or everything at once (the database too) gets SIGKILL. After each
kill the site is started again, and this must hold:

- whatever was answered as saved is the newest version of the page, or older than one that was saved as well,
- the public page is one version as a whole: its title, teaser and text carry the same mark, not an older one than was
  answered as published,
- an upload that was answered is there; in the end each has come through the pipeline with all its pages.
"""

import argparse
import contextlib
import http.client
import http.cookiejar
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import lxml.html
import pikepdf

from tests.bench.forms import largest_form, one_paragraph

CHECKOUT = Path(__file__).resolve().parents[2]
PASSWORD = "nur-fuer-diese-Messung"
PATIENCE = 120.0
KILLS = ("server", "worker", "web", "all")


@dataclass
class Acknowledged:
    """What the site has answered as done: the highest mark of each kind, and the uploads."""

    saved: int = 0
    published: int = 0
    uploads: set[str] = field(default_factory=set)
    cut_off: int = 0


class Site:
    """The server, as an operator starts and loses it."""

    def __init__(self, data_dir: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.data_dir = data_dir
        self.environment = os.environ | {
            "OGL_DATA_DIR": str(data_dir),
            "OGL_ADMIN_PASSWORD": PASSWORD,
            "OGL_DEBUG": "1",
            "OGL_WORKERS": "1",
            "PORT": str(port),
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ogl_portal.operations.server"],
            cwd=CHECKOUT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        for line in self.process.stdout or ():
            said.append(line)
            if line.startswith("The site is at "):
                # Read on, or the pipe fills up.
                threading.Thread(target=(self.process.stdout or sys.stdin).read, daemon=True).start()
                return
        raise SystemExit(f"The server ended before it served:\n{''.join(said[-20:])}")

    def kill(self, what: str) -> None:
        """SIGKILL, then wait until the site is gone or has healed itself."""
        if self.process is None:
            return
        children = _children(self.process.pid)
        match what:
            case "worker":
                victims = children[1:2]
            case "web":
                victims = children[:1] + [pid for child in children[:1] for pid in _children(child)]
            case "all":
                victims = [self.process.pid, *_descendants(self.process.pid), *self._database()]
            case _:
                victims = [self.process.pid]
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if what != "worker":
            self.process.wait(timeout=PATIENCE)

    def _database(self) -> list[int]:
        """The processes of the embedded server of this data folder."""
        found = []
        for file in self.data_dir.glob("postgres/**/postmaster.pid"):
            main = int(file.read_text().split()[0])
            found += [main, *_descendants(main)]
        return found

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)


class Editor:
    """A signed-in person with a browser that sends forms as they stand."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.edit = self.files = ""

    def get(self, path: str) -> str:
        with self.browser.open(self.site.url + path, timeout=30) as answer:
            return str(answer.read().decode())

    def send(self, path: str, change: dict[str, str], file: bytes | None = None) -> str:
        """Fill in the form of a page and send it; returns the address it led to."""
        body, kind = _encoded([*(largest_form(self.get(path)) | change).items()], file)
        headers = {"Content-Type": kind, "Referer": self.site.url}
        request = urllib.request.Request(self.site.url + path, body, headers)  # noqa: S310  our own address
        with self.browser.open(request, timeout=60) as answer:
            return str(answer.url)

    def sign_in(self) -> None:
        self.send("/admin/login/", {"username": "admin", "password": PASSWORD})

    def make_pages(self) -> None:
        """A news item and a publication that this measurement may change."""
        code = (
            "from news.models import *; from publications.models import *; from wagtail.models import Page;"
            "n = NewsPage(title='Probe 0', slug='probe', teaser='Probe 0', body=[('paragraph', '<p>Probe 0</p>')]);"
            "n.dates.add(NewsDate(date='2022-01-01')); NewsIndexPage.objects.first().add_child(instance=n);"
            "p = PublicationPage(title='Probe', slug='probe', teaser='Probe', kind='report', date='2022');"
            "PublicationIndexPage.objects.first().add_child(instance=p); print('KEYS', n.pk, p.pk)"
        )
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-c", code],
            cwd=CHECKOUT,
            env=self.site.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        news, publication = re.findall(r"KEYS (\d+) (\d+)", done.stdout)[0]
        self.edit = f"/admin/pages/{news}/edit/"
        self.files = f"/admin/veroeffentlichungen/{publication}/dateien/"

    def save(self, mark: int, *, publish: bool) -> None:
        text = f"Probe {mark}"
        change = {"title": text, "teaser": text} | one_paragraph(text)
        self.send(self.edit, change | ({"action-publish": "1"} if publish else {}))

    def newest(self) -> set[int]:
        """The marks in title, teaser and text of the newest version."""
        html = self.get(self.edit)
        values = largest_form(html)
        body = lxml.html.fromstring(html).xpath("//*[@id='body']")
        texts = [values["title"], values["teaser"], *(json.dumps(dict(one.attrib)) for one in body)]
        return {int(number) for text in texts for number in re.findall(r"Probe (\d+)", text)}

    def upload(self, name: str) -> None:
        self.send(f"{self.files}neu/", {"change_note": name}, _pdf(name))


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill the site while it is edited, and look for what is lost.")
    parser.add_argument("--times", type=int, default=50, help="how many kills")
    parser.add_argument("--seed", type=int, default=None, help="to repeat a run")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(10_000)
    chance = random.Random(seed)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="ogl-kills-") as folder:
        Path(folder).chmod(0o711)
        site = Site(Path(folder) / "var")
        site.start()
        editor, done, mark = Editor(site), Acknowledged(), 0
        editor.make_pages()
        editor.sign_in()
        try:
            for number in range(1, arguments.times + 1):
                mark = _edit_until_killed(site, editor, done, mark, chance)
                _check(editor, done)
                if number % 10 == 0:
                    print(f"{number} kills; {done}".replace(str(done.uploads), str(len(done.uploads))), flush=True)
            _check_uploads(editor, done)
        finally:
            site.end()
    print(f"Nothing was lost in {arguments.times} kills: {mark} changes, {len(done.uploads)} uploads.")


def _edit_until_killed(site: Site, editor: Editor, done: Acknowledged, mark: int, chance: random.Random) -> int:
    """Edit, with a kill at a random moment of it; afterwards the site runs again. Returns the last mark used."""
    what = chance.choice(KILLS)
    killer = threading.Timer(chance.uniform(0.0, 2.5), site.kill, [what])
    killer.start()
    while killer.is_alive():
        mark += 1
        try:
            kind = chance.choice(("draft", "publish", "publish", "upload"))
            if kind == "upload":
                name = uuid.uuid4().hex
                editor.upload(name)
                done.uploads.add(name)
            else:
                editor.save(mark, publish=kind == "publish")
                done.saved = mark
                done.published = mark if kind == "publish" else done.published
        except (OSError, http.client.HTTPException):
            done.cut_off += 1
            break
    killer.join()
    if site.process is not None and site.process.poll() is not None:
        site.start()
    return mark


def _check(editor: Editor, done: Acknowledged) -> None:
    saved = editor.newest()
    if len(saved) != 1 or min(saved) < done.saved:
        raise SystemExit(f"The newest version holds {saved}; {done.saved} was answered as saved.")
    public = lxml.html.fromstring(editor.get("/aktuelles/probe/")).find(".//main").text_content()
    marks = {int(number) for number in re.findall(r"Probe (\d+)", public)}
    if len(marks) != 1 or min(marks) < done.published:
        raise SystemExit(f"The public page holds {marks}; {done.published} was answered as published.")


def _check_uploads(editor: Editor, done: Acknowledged) -> None:
    """Wait for the pipeline, then look for each upload."""
    deadline = time.monotonic() + PATIENCE + 5 * len(done.uploads)
    while True:
        shown = editor.get(editor.files)
        missing = [name for name in done.uploads if name not in shown]
        if missing:
            raise SystemExit(f"{len(missing)} of {len(done.uploads)} uploads that were answered are not there.")
        waiting, running = shown.count("wartet auf die Prüfung"), shown.count("wird geprüft")
        if not waiting and not running:
            break
        if time.monotonic() > deadline:
            raise SystemExit(f"After long waiting {waiting} uploads are in the queue and {running} in the pipeline.")
        time.sleep(2)
    if "Prüfung gescheitert" in shown:
        raise SystemExit("An upload failed in the pipeline.")


def _pdf(name: str) -> bytes:
    """Two pages that no other file has."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = name
    with tempfile.TemporaryFile() as file:
        pdf.save(file)
        file.seek(0)
        return file.read()


def _encoded(fields: list[tuple[str, str]], file: bytes | None) -> tuple[bytes, str]:
    if file is None:
        return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="probe.pdf"\r\n'
    parts += [head.encode(), b"Content-Type: application/pdf\r\n\r\n", file, f"\r\n--{boundary}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def _children(pid: int) -> list[int]:
    """In the order of their start."""
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _descendants(pid: int) -> list[int]:
    return [one for child in _children(pid) for one in (child, *_descendants(child))]


if __name__ == "__main__":
    main()
