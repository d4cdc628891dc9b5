"""The cache in memory: so many bytes, and what was asked for last stays."""

from ogl_portal.page_cache.memory import OF_AN_ENTRY, BoundedMemory


def bounded(name: str, most: int) -> BoundedMemory:
    return BoundedMemory(name, {"OPTIONS": {"max_bytes": most}})


def test_what_was_asked_for_last_stays() -> None:
    kept = bounded("last", 3 * (OF_AN_ENTRY + 200))
    for key in "abc":
        kept.set(key, b"x" * 100)
    assert kept.get("a") == b"x" * 100
    kept.set("d", b"x" * 100)
    assert [key for key in "abcd" if kept.get(key)] == ["a", "c", "d"]


def test_what_is_replaced_or_deleted_makes_room() -> None:
    kept = bounded("room", 2 * (OF_AN_ENTRY + 200))
    for _ in range(50):
        kept.set("a", b"x" * 100)
    kept.set("b", b"y")
    assert kept.get("a")
    assert kept.delete("a")
    assert not kept.delete("a")
    assert kept.get("a") is None
    kept.clear()
    assert kept.values() == []


def test_what_is_larger_than_all_is_not_kept() -> None:
    kept = bounded("large", 2_000)
    kept.set("a", b"x")
    kept.set("b", b"x" * 5_000)
    assert kept.get("b") is None
    assert kept.get("a") == b"x"
