"""Sources are asked now and then; what they bring waits for the secretariat, and their age is told when they fail."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.maintenance.source_poller import SourceFailure, SourcePoller, fetch_source
from storage.kit.database import Database, Unavailable
from storage.policy.consultations import Consultation
from tests.bot.test_seeding_consultations import ATOM, RSS
from tests.conftest import Clock
from tests.consultations import MONDAY, said
from tests.conversation import Conversation, Someone

LINK = "https://example.org/feed"


class Web:
    """What each address answers."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | str] = {}
        self.asked: list[str] = []

    async def __call__(self, link: str) -> bytes:
        self.asked.append(link)
        found = self.answers[link]
        if isinstance(found, str):
            raise SourceFailure(found)
        return found


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


async def test_what_a_source_brings_waits_for_the_secretariat_and_its_age_is_told_when_it_fails(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    assert "Only the secretariat" in said(await kari.commands(f"kilde {LINK}", "consultation"))
    assert "Not read yet." in said(await sara.commands(f"kilde {LINK}", "consultation"))
    answers = Web()
    answers.answers[LINK] = RSS.encode()
    watcher = SourcePoller(talk.database, talk.arena, (), answers)
    await watcher.poll_all_sources()
    await watcher.poll_all_sources()
    assert answers.asked == [LINK], "one look for all workers in an hour"
    assert "Read Monday 5 April 2027, 10:00: 2 entries." in said(await sara.commands("kilde", "consultation"))
    home = said(await sara.commands("", "home"))
    assert "Nye regler for nett" in home
    assert "Nye regler" not in said(await kari.commands("", "consultation")), "members see what is taken up"

    clock.forward(hours=5)
    answers.answers[LINK] = b"<html><body>Flyttet</body></html>"
    await watcher.poll_all_sources()
    told = said(await sara.commands("kilde", "consultation"))
    assert "Could not be read Monday 5 April 2027, 15:00: it is a web page, not a feed." in told
    assert "Read Monday 5 April 2027, 10:00: 2 entries." in told, "how old what it says is"
    assert "Could not be read" in said(await kari.commands("", "consultation")), "whoever looks at the list knows"
    clock.forward(hours=5)
    answers.answers[LINK] = "unreachable"
    await watcher.poll_all_sources()
    assert "it does not answer" in said(await sara.commands("kilde", "consultation"))


async def test_a_proposal_is_taken_up_with_its_topics_or_left_and_not_offered_again(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    await talk.carries("grid", "nett")
    answers = Web()
    answers.answers[LINK] = RSS.encode()
    watcher = SourcePoller(talk.database, talk.arena, (LINK,), answers)
    await watcher.poll_all_sources()
    form = await sara.does("consultations.take", "1")
    assert form.form is not None
    assert next(field.value for field in form.form.fields if field.name == "deadline") == "2027-06-15"
    assert (await sara.submits(form, topics=())).errors == {"topics": "Choose at least one topic."}
    assert "H-1 Nye regler for nett" in said(await sara.submits(form, topics=("nett",)))
    await sara.does("consultations.leave", "2")
    clock.forward(hours=5)
    await watcher.poll_all_sources()
    assert "Uten frist" not in said(await sara.commands("", "home"))
    async with talk.database.read() as store:
        assert await store.session.scalar(sa.select(sa.func.count(Consultation.id))) == 2, "known by its id"


async def test_an_outage_of_the_own_database_is_no_fault_of_the_source(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_off(*_: object) -> bytes:
        raise Unavailable("stopped")

    answers = Web()
    answers.answers[LINK] = RSS.encode()
    watcher = SourcePoller(talk.database, talk.arena, (LINK,), answers)
    monkeypatch.setattr(watcher, "_read_source_rows", break_off)
    with pytest.raises(Unavailable):
        await watcher.poll_all_sources()
    async with talk.database.read() as store:
        (source,) = await store.consultation_sources.list_watched_sources()
    assert (source.failure, source.tried_at) == ("", None)


async def test_bad_entries_leave_the_others_alone_and_a_source_of_none_is_told(
    talk: Conversation, clock: Clock
) -> None:
    answers, other = Web(), "https://example.org/other"
    answers.answers[LINK] = ATOM.replace("https://example.org/d", "ftp://x").replace("Grenseverdier", "").encode()
    answers.answers[other] = RSS.replace("<title>Uten frist</title>", "").encode()
    await SourcePoller(talk.database, talk.arena, (LINK, other), answers).poll_all_sources()
    async with talk.database.read() as store:
        one, two = await store.consultation_sources.list_watched_sources()
        assert (one.failure, two.failure, two.entries) == ("unknown", "", 1)


async def test_nothing_in_ones_own_network_is_asked() -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=RSS)

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        for link in (str(server.make_url("/")), "http://169.254.169.254/latest/", "http://[::1]:1/"):
            with pytest.raises(SourceFailure) as caught:
                await fetch_source(link)
            assert caught.value.why == "forbidden"


@pytest.mark.parametrize("link", ["", "nonsense", "javascript:alert(1)", "file:///etc/passwd", "https://"])
async def test_an_address_that_is_none_is_an_error_at_the_field(talk: Conversation, sara: Someone, link: str) -> None:
    reply = await sara.submits(await sara.does("consultations.watch"), link=link)
    assert reply.errors == {"link": "Paste the whole address, starting with https://."}
