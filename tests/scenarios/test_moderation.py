"""Moderation, the same on every platform: hinted at, sent, reported, hidden, restored; and a guest who waits."""

from __future__ import annotations

import pytest

from storage.directory.organisations import Organisation
from storage.directory.people import GUEST, MEMBER, SECRETARIAT
from tests.scenarios.stage import GRID, POWER, Asked, Seen, Stage

KARI, OLA, PER = "kari", "ola", "per"
PRICE = "Vi tar 300 kroner per kW for reservert nettkapasitet i kapasitetskøen, hva tar dere for tilknytning?"
SEARCH = "finn reservert nettkapasitet i kapasitetskøen"
HIDDEN = "Sekretariatet har skjult spørsmål 1."
ANSWER = "Vi i nettselskapet fordeler etter modenhet."


async def is_now(stage: Stage, who: str, role: str) -> None:
    """One of a park, of the secretariat, or nobody's."""
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        found = await store.people.find_person_by_account(platform, workspace, stage.user(who))
        assert found is not None
        person, park = found[0], await store.organisations.find_organisation_by_code("eksempel")
        assert park is not None
        person.role, person.language = role, "nb"
        person.confirmed, person.organisation_id = role != GUEST, park.id if role == MEMBER else None


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """Two members and one of the secretariat, and two rooms for the grid."""
    for who in (KARI, OLA, PER):
        await stage.tells(who, "hjelp")
    async with stage.bot.database.begin() as store:
        await store.organisations.add(Organisation(code="eksempel", name="Eksempel", kind="park"))
        room, grid = (
            await store.rooms.find_room_by_channel(*stage.channel(POWER)),
            await store.topics.find_topic_by_slug("nett"),
        )
        assert room is not None
        assert grid is not None
        await store.rooms.set_room_topics(room.id, {grid.id})
    for who, role in ((KARI, MEMBER), (OLA, MEMBER), (PER, SECRETARIAT)):
        await is_now(stage, who, role)
    return stage


async def form(stage: Stage, who: str, seen: Seen, label: str) -> Asked:
    asked = await stage.clicks(who, seen, label)
    assert asked is not None, label
    return asked


async def rooms(stage: Stage) -> list[Seen]:
    return [seen for room in (GRID, POWER) for seen in await stage.room(room)]


async def found(stage: Stage, who: str) -> str:
    await stage.tells(who, SEARCH)
    return (await stage.private(who))[-1].text


async def test_hinted_at_sent_reported_hidden_restored_and_a_guest_let_through(stage: Stage) -> None:
    heard = [len(await stage.private(who)) for who in (OLA, PER)]
    await stage.tells(KARI, PRICE)
    hint = await stage.last(KARI, "Send likevel")
    assert "Dette kan være konkurransesensitivt." in hint.text
    assert hint.labels == ("Send likevel", "Rediger", "Send bare til sekretariatet")
    assert await rooms(stage) == []
    assert [len(await stage.private(who)) for who in (OLA, PER)] == heard
    await stage.clicks(KARI, hint, "Send likevel")
    sent = await rooms(stage)
    assert len(sent) == 2
    assert all("300 kroner" in seen.text and "konkurransesensitivt" not in seen.text for seen in sent)

    asked = await form(stage, OLA, sent[1], "Endre eller meld fra")
    await stage.fills(OLA, asked, what="report")
    assert await stage.fills(OLA, asked, why="Her står en pris") == {}
    assert not any("Her står en pris" in seen.text for seen in (*await rooms(stage), *await stage.private(KARI)))
    assert "Spørsmål 1" in await found(stage, OLA)
    asked = await form(stage, PER, await stage.last(PER, "Her står en pris"), "Skjul")
    assert await stage.fills(PER, asked, ground="competition") == {}
    assert [(seen.text, seen.labels) for seen in await rooms(stage)] == [(HIDDEN, ())] * 2
    assert "300 kroner" not in await found(stage, OLA)
    assert "det kan være i strid med konkurranseloven" in (await stage.last(KARI, "Jeg er uenig")).text
    await stage.clicks(PER, await stage.last(PER, "Gjenopprett"), "Gjenopprett")
    assert [(seen.text, seen.labels) for seen in await rooms(stage)] == [(seen.text, seen.labels) for seen in sent]
    assert "Spørsmål 1" in await found(stage, OLA)

    await is_now(stage, OLA, GUEST)
    here, there = await rooms(stage)
    await stage.replies(OLA, here, ANSWER)
    assert await stage.room(POWER, there) == []
    await stage.clicks(PER, await stage.last(PER, "Slipp gjennom"), "Slipp gjennom")
    (copy,) = await stage.room(POWER, there)
    assert ANSWER in copy.text
    assert "andre ser det du skrev" in (await stage.last(OLA, "sluppet")).text
