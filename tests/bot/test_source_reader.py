"""What comes from outside is read apart: whatever it is, this process goes on, and a source that kills is set aside."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import suppress
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.maintenance import source_reader
from bot.maintenance.source_poller import SourcePoller
from bot.maintenance.source_reader import ReaderKilled, SourceUnreadable, read_source_in_child
from handlers.policy.source_parsers import is_html_page
from storage.kit.database import Database, Unavailable
from tests.bot.test_seeding_consultations import RSS
from tests.conftest import Clock
from tests.consultations import MONDAY, said
from tests.conversation import Conversation, Someone

DAY, OSLO = date(2027, 4, 5), ZoneInfo("Europe/Oslo")
LINK = "https://example.org/feed"
#: froze the pattern that looked for a web page: it tried every way to part comments and blanks
COMMENTS = b"<!-- a -->" * 2000 + b" " * 100_000 + b"<rss version='2.0'><channel><title>x</title></channel></rss>"


def child(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys; sys.argv = ['', *sys.argv[1:]]\n{code}")


#: fault -> a child that has it
FAULTS = {
    "endless": "while True: pass",
    "greedy": (
        "from bot.maintenance import source_reader as r; r._parse_source_content = lambda *_: bytes(10**10);"
        " sys.exit(r.main(*sys.argv[1:]))"
    ),
    "crash": "import os; os.abort()",
    "deaf": "sys.exit(3)",
    "talkative": "while True: print('x' * 1_000_000)",
}


async def test_a_file_of_comments_is_read_at_once_while_the_process_goes_on() -> None:
    began, computed = time.monotonic(), []
    reading = asyncio.create_task(read_source_in_child(COMMENTS, DAY, OSLO))
    while not reading.done():
        before = time.process_time()
        await asyncio.sleep(0.01)
        computed.append(time.process_time() - before)
    assert await reading == []
    assert time.monotonic() - began < 30
    assert max(computed) < 0.2, "nobody else was held up by this process"
    assert len(computed) > 5


@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_ends_the_reader_ends_nothing_else(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_reader, "COMMAND", child(FAULTS[fault]))
    monkeypatch.setattr(source_reader, "SECONDS", 1.0 if fault == "endless" else 5.0)
    with pytest.raises(ReaderKilled):
        await read_source_in_child(RSS.encode() * 2000, DAY, OSLO)


async def test_the_reader_itself_has_limits_of_time_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """They hold where its parent is too busy to end it."""
    told = (
        "import resource; from bot.maintenance import source_reader as r; limit = resource.getrlimit;"
        " names = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE);"
        " r._parse_source_content = lambda *_: r._ReaderAnswer(failure=str([limit(name) for name in names]));"
        " sys.exit(r.main(*sys.argv[1:]))"
    )
    monkeypatch.setattr(source_reader, "COMMAND", child(told))
    with pytest.raises(SourceUnreadable) as answer:
        await read_source_in_child(b"", DAY, OSLO)
    limits = [source_reader.CPU_SECONDS, source_reader.MEMORY, 0]
    assert answer.value.why == str([(limit, limit) for limit in limits])
    assert source_reader.CPU_SECONDS < source_reader.SECONDS


async def test_what_can_be_read_is_the_same_as_ever() -> None:
    rows = await read_source_in_child(RSS.encode(), DAY, OSLO)
    assert [row["title"] for row in rows] == ["Nye regler for nett", "Uten frist"]
    with pytest.raises(SourceUnreadable, match="html"):
        await read_source_in_child(b"<!doctype html><html></html>", DAY, OSLO)
    with pytest.raises(SourceUnreadable, match="unknown"):
        await read_source_in_child(b"<nonsense>", DAY, OSLO)


async def test_the_reader_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    told = """import os; print('{"failure": "%s"}' % ("SECRET_KEY" in os.environ))"""
    monkeypatch.setattr(source_reader, "COMMAND", child(told))
    with pytest.raises(SourceUnreadable, match="False"):
        await read_source_in_child(b"", DAY, OSLO)


async def test_the_reader_loads_no_more_than_it_reads_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """To load the database and the rest of the bot would take longer than to read most sources."""
    told = """from bot.maintenance import source_reader
from handlers.policy.source_parsers import feed_parser, ical_parser, storting_parser, xml_parser
loaded = sorted({name.partition(".")[0] for name in sys.modules} & {"sqlalchemy", "storage", "babel"})
print('{"failure": "%s"}' % loaded)"""
    monkeypatch.setattr(source_reader, "COMMAND", child(told))
    with pytest.raises(SourceUnreadable) as answer:
        await read_source_in_child(b"", DAY, OSLO)
    assert answer.value.why == "[]"


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?> <!-- a --> <!-- b -->\n<HTML lang=nb>", True),
        (b"<body/>", True),
        (b"<div class='x'>", True),
        (b"<script>", True),
        (b"<rss>", False),
        (b"<header>", False),
        (b"<!doctype rss>", False),
        (b"<!-- <html> -->", False),
        (b"<!-- never ends <html>", False),
        (b"id,title\n<html>", False),
        (b"", False),
        (b"<", False),
    ],
)
def test_a_web_page_is_told_by_its_first_element(content: bytes, html: bool) -> None:
    assert is_html_page(content) is html


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    return await Conversation(database).begin()


async def told(talk: Conversation, person: Someone, clock: Clock) -> str:
    """What a person has read the next morning, for such news waits for working hours."""
    clock.set(MONDAY + timedelta(days=1))
    await talk.settle()
    return "\n".join(post.text for post in person.sees)


async def test_a_source_that_kills_its_reader_twice_is_set_aside_and_the_secretariat_told(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = await talk.person("sara", role="secretariat")
    asked: list[str] = []

    async def fetch(link: str) -> bytes:
        asked.append(link)
        return RSS.encode()

    watcher, good = SourcePoller(talk.database, talk.arena, (LINK,), fetch), source_reader.COMMAND
    monkeypatch.setattr(source_reader, "COMMAND", child(FAULTS["crash"]))
    await watcher.poll_all_sources()
    assert "its content stopped the reader" in said(await sara.commands("kilde", "consultation"))
    clock.forward(hours=5)
    await watcher.poll_all_sources()
    assert len(asked) == 2
    assert "A source has been paused" in await told(talk, sara, clock)
    assert "stopped the reader twice" in said(await sara.commands("kilde", "consultation"))
    clock.forward(hours=5)
    await watcher.poll_all_sources()
    assert len(asked) == 2, "it is not read any more"

    monkeypatch.setattr(source_reader, "COMMAND", good)
    await sara.does("consultations.read_again", "1")
    clock.forward(hours=5)
    await watcher.poll_all_sources()
    assert "2 entries" in said(await sara.commands("kilde", "consultation"))


async def test_a_source_that_ends_the_worker_itself_is_not_taken_up_for_ever(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = await talk.person("sara", role="secretariat")

    async def fetch(_link: str) -> bytes:
        return RSS.encode()

    class Ended(BaseException):
        """As if the process were killed: nothing after it is done."""

    async def end(*_: object) -> list[source_reader.Row]:
        raise Ended

    monkeypatch.setattr(source_reader, "read_source_in_child", end)
    for _ in range(2):
        with pytest.raises(Ended):
            await SourcePoller(talk.database, talk.arena, (LINK,), fetch).poll_all_sources()
        clock.forward(hours=5)
    await SourcePoller(talk.database, talk.arena, (LINK,), fetch).poll_all_sources()
    assert "A source has been paused" in await told(talk, sara, clock)


@pytest.mark.parametrize("what", ["stopped", "no room"])
async def test_a_worker_that_stops_or_has_no_room_says_nothing_of_the_source(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    async def fetch(_link: str) -> bytes:
        return RSS.encode()

    async def fail(*_: object) -> list[source_reader.Row]:
        raise asyncio.CancelledError if what == "stopped" else BlockingIOError

    monkeypatch.setattr(source_reader, "read_source_in_child", fail)
    for _ in range(3):
        with suppress(asyncio.CancelledError):
            await SourcePoller(talk.database, talk.arena, (LINK,), fetch).poll_all_sources()
        clock.forward(hours=5)
    async with talk.database.read() as store:
        (source,) = await store.consultation_sources.list_watched_sources()
    assert source.kills == 0
    assert source.failure != "aside"


async def test_an_outage_says_nothing_of_the_source_and_loses_none(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def fetch(link: str) -> bytes:
        asked.append(link)
        return RSS.encode()

    async def fail(*_: object) -> None:
        raise Unavailable("away")

    watcher = SourcePoller(talk.database, talk.arena, (LINK, f"{LINK}/2"), fetch)
    for _ in range(2):
        with monkeypatch.context() as away:
            away.setattr("bot.importers.rows.consultation_import.seed_consultation_row", fail)
            with pytest.raises(Unavailable):
                await watcher.poll_all_sources()
        async with talk.database.read() as store:
            watched = await store.consultation_sources.list_watched_sources()
        assert [one.kills for one in watched] == [0, 0]
        clock.forward(minutes=1)
    await watcher.poll_all_sources()
    assert asked == [LINK, LINK, LINK, f"{LINK}/2"]
    async with talk.database.read() as store:
        watched = await store.consultation_sources.list_watched_sources()
    assert all(one.read_at for one in watched)
