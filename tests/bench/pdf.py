"""How long a tagged file of 200 pages takes from upload to public, and whether memory stays flat: `script/bench pdf`.

The goal is less than 6 s of work on one core for accept, inspect, check, clean, text and cover, a time over one large
stream that grows with its size (1, 10, 100 MB), and no growth over 500 files in one process. Times are medians over
the rounds, in seconds of wall clock and of processor time.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from publications.pdf import accept, clean, cover, hidden, inspect, pipeline, process, reading
from publications.pdf.accessibility import check_by_page_validation
from tests.publications.pdf import hostile
from tests.publications.pdf.factory import Bullets, Document, Figure, Heading, Paragraph, Table, build

PAGES = 200
GOAL_SECONDS = 6.0
FILES_FOR_MEMORY = 500
STREAM_MEGABYTES = (1, 10, 100)
GOAL_STREAMS = 3.0
"""A megabyte of a stream of 100 MB may take so many times as long as one of 10 MB; 10 would be square."""

_WORDS = (
    *("Verwaltung", "Bürgerbeteiligung", "Kommune", "Bericht", "Ergebnis", "Netzwerk", "Öffentlichkeit", "Labor"),
    *("regional", "offen", "und", "die", "der", "das", "mit", "für", "ein", "eine", "wird", "wurden", "können"),
)


def words(count: int) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(count)) + "."


def big_document(pages: int) -> Document:
    """About 2,500 characters a page: a heading, paragraphs, a list, a table, now and then a figure and a link."""
    random.seed(20220621)
    content = []
    for number in range(pages):
        blocks = [Heading(words(4)[:60], 1 if number % 10 == 0 else 2), *(Paragraph(words(60)) for _ in range(4))]
        blocks.append(Bullets([words(8) for _ in range(5)]))
        blocks.append(Table([["Ort", "Jahr", "Zahl"], *([words(2)[:20] for _ in range(3)] for _ in range(6))]))
        if number % 5 == 0:
            blocks += [Figure("Ein Diagramm"), Paragraph("Mehr dazu", link="https://example.org/")]
        content.append(blocks)
    return Document(content, title="Musterbericht mit 200 Seiten", header="Musterbericht")


def measure_steps(source: Path, folder: Path, rounds: int) -> float:
    """Print each step's median; the median of the whole, in seconds of processor time."""
    target = folder / "public.pdf"
    record = clean.PublicRecord("Musterbericht", "de")
    steps = {
        "accept": lambda: accept.accept(source, filename="bericht.pdf"),
        "inspect": lambda: inspect.inspect(source),
        "check (before)": lambda: check_by_page_validation(source),
        "clean": lambda: clean.clean(source, target, record=record),
        "check (after)": lambda: check_by_page_validation(target),
        "hidden text": lambda: hidden.find(target),
        "text and reading view": lambda: reading.read(target),
        "cover": lambda: cover.cover(target),
    }
    wall, processor = defaultdict(list), defaultdict(list)
    for _ in range(rounds):
        for name, step in steps.items():
            started, used = time.perf_counter(), time.process_time()
            step()
            wall[name].append(time.perf_counter() - started)
            processor[name].append(time.process_time() - used)
    print(f"{'step':<24}{'wall s':>10}{'cpu s':>10}")
    for name in steps:
        print(f"{name:<24}{median(wall[name]):>10.2f}{median(processor[name]):>10.2f}")
    total_wall = sum(median(times) for times in wall.values())
    total = sum(median(times) for times in processor.values())
    print(f"{'sum':<24}{total_wall:>10.2f}{total:>10.2f}")
    return total


def measure_pipeline(source: Path, folder: Path, rounds: int) -> float:
    """The whole pipeline with its child process: median of processor time of the child and of us, in seconds."""
    wall, processor = [], []
    for _ in range(rounds):
        started, used = time.perf_counter(), _processor_time()
        pipeline.process(source, folder, clean.PublicRecord("Musterbericht", "de"))
        wall.append(time.perf_counter() - started)
        processor.append(_processor_time() - used)
    print(f"{'pipeline in the sandbox':<24}{median(wall):>10.2f}{median(processor):>10.2f}")
    return median(processor)


def _processor_time() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def resident() -> int:
    """Resident memory of this process in bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def all_steps(source: Path, target: Path) -> int:
    """Every step over one file in this process; resident memory afterwards."""
    accept.accept(source, filename="bericht.pdf")
    inspect.inspect(source)
    check_by_page_validation(source)
    clean.clean(source, target, record=clean.PublicRecord("Musterbericht", "de"))
    reading.read(target, hidden.find(target))
    cover.cover(target)
    gc.collect()
    return resident()


def measure_memory(folder: Path, files: int) -> float:
    """Run every step over so many files in one child; growth in bytes from the second fifth to the last (medians)."""
    from tests.bench import pdf as module  # by its name, which the child can import (ours may be __main__)

    source = build(big_document(4), folder / "small.pdf")
    reads = [Path(__file__).parents[1], Path("/proc/self")]
    with process.Sandbox(reads=reads, writes=[folder]) as sandbox:
        sizes = [sandbox.call(module.all_steps, source, folder / "small-public.pdf") for _ in range(files)]
    fifth = max(1, files // 5)
    early, late = median(sizes[fifth : 2 * fifth] or sizes), median(sizes[-fifth:])
    growth = late - early
    print(
        f"memory over {files} files in one process: {early / 1e6:.0f} MB in the second fifth, "
        f"{late / 1e6:.0f} MB in the last, growth {growth / 1e6:+.1f} MB"
    )
    return growth


def measure_streams(folder: Path) -> float:
    """Print how long `accept` takes over one stream of 1, 10 and 100 MB with a line break behind its packed data; how
    many times longer a megabyte takes in the largest than in the middle one."""
    seconds = {}
    for size in STREAM_MEGABYTES:
        source = folder / f"stream-{size}.pdf"
        source.write_bytes(hostile.deflated_image(size * 999_000))  # below the limit with its frame
        times = []
        for _ in range(3):
            started = time.process_time()
            accept.accept(source, filename="bild.pdf")
            times.append(time.process_time() - started)
        seconds[size] = median(times)
        source.unlink()
    small, middle, large = (seconds[size] / size for size in STREAM_MEGABYTES)
    print(
        "accept over one stream: "
        + ", ".join(f"{size} MB {taken:.3f} s" for size, taken in seconds.items())
        + f"; a megabyte takes {large / middle:.2f} times as long at {STREAM_MEGABYTES[2]} MB as at "
        f"{STREAM_MEGABYTES[1]} MB ({middle / small:.2f} times from {STREAM_MEGABYTES[0]} MB to there)"
    )
    return large / middle


def main() -> int:
    """0 if the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each step is run (default 3)")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument(
        "--files", type=int, default=FILES_FOR_MEMORY, help="files for the memory test; 0 leaves it out"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-pdf-") as name:
        folder = Path(name)
        source = build(big_document(options.pages), folder / "big.pdf")
        print(f"{options.pages} tagged pages, {source.stat().st_size / 1e6:.1f} MB, {options.rounds} rounds")
        measure_steps(source, folder, options.rounds)
        total = measure_pipeline(source, folder, options.rounds)
        streams = measure_streams(folder)
        growth = measure_memory(folder, options.files) if options.files else 0.0
    good = total < GOAL_SECONDS and growth < 10e6 and streams < GOAL_STREAMS
    print(f"goal: {GOAL_SECONDS:g} s, linear time, flat memory: {'met' if good else 'MISSED'}")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
