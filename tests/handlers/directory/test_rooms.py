"""Conversations about rooms: the bot is invited, linked, lost and found again."""

from __future__ import annotations

from typing import Any

import pytest

from bot.platforms import PermanentError, TemporaryError
from handlers.chat.events import Command, Invited, RoomChanged
from handlers.chat.places import Place
from storage.directory.rooms import LOST, OPEN, Room
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


async def invites(who: Someone, channel: str, *, added: bool = True, team: bool = False) -> None:
    await who.talk.happens(
        Invited(
            id=who.talk.next_id(),
            sender=who.sender,
            place=Place(who.platform, WORKSPACE, channel),
            room_name=f"#{channel}",
            added=added,
            team=team,
        )
    )


async def changes(who: Someone, channel: str, name: str, *, is_open: bool = True) -> None:
    place = Place(who.platform, WORKSPACE, channel)
    event = RoomChanged(id=who.talk.next_id(), sender=who.sender, place=place, room_name=name, open=is_open)
    await who.talk.happens(event)


async def room(talk: Conversation, channel: str) -> Room:
    async with talk.database.read() as store:
        found = await store.rooms.find_room_by_channel("fake", WORKSPACE, channel)
        assert found is not None
        return found


async def test_a_room_is_linked_where_the_bot_is_invited_and_questions_arrive_there(talk: Conversation) -> None:
    await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    await invites(kari, "grid")
    assert "Which topics belong in #grid?" in kari.last.text
    form = await kari.clicks(kari.last, "Choose topics")
    assert [field.name for field in form.form.fields] == ["topics", "language", "organisation"]
    done = await kari.submits(form, topics=("nett",), language="en")
    assert "#grid is linked. Topics: Grid and grid capacity." in done.card.fallback
    (introduction,) = talk.room("grid")
    assert "I read only what is addressed to me" in introduction.text
    assert "competition law" in introduction.text
    await kari.commands(GRID)
    assert GRID in talk.room("grid")[-1].text


async def test_the_room_is_introduced_once_however_often_it_is_linked(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await invites(sara, "grid")
    for topics in (("nett",), ("nett", "energi")):
        await sara.submits(await sara.clicks(sara.last, "Choose topics"), topics=topics, language="en")
    assert len(talk.room("grid")) == 1
    async with talk.database.read() as store:
        assert len(await store.rooms.list_room_topic_ids((await room(talk, "grid")).id)) == 2


async def test_who_may_not_link_hears_who_can_and_those_are_asked(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    ola = await talk.person("ola", organisation="eksempel")
    await invites(ola, "grid")
    assert "I have asked them" in ola.last.text
    assert "Ola invited me." in sara.last.text
    refused = await ola.does("rooms.link", str((await room(talk, "grid")).id))
    assert "Sara" in refused.card.fallback
    form = await sara.clicks(sara.last, "Choose topics")
    assert "triage" in [field.name for field in form.form.fields]


async def test_a_contact_cannot_link_the_room_of_another_house(talk: Conversation) -> None:
    await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    olav = await talk.person("olav", organisation="prove", contact=True)
    await invites(kari, "grid")
    refused = await olav.does("rooms.link", str((await room(talk, "grid")).id))
    assert refused.form is None
    assert "Kari and Sara" in refused.card.fallback


async def test_until_there_is_a_secretariat_every_member_may_link_but_no_guest(talk: Conversation) -> None:
    ola = await talk.person("ola")
    guest = await talk.person("gro", role="guest")
    await invites(ola, "grid")
    assert (await ola.clicks(ola.last, "Choose topics")).form is not None
    assert (await guest.does("rooms.link", str((await room(talk, "grid")).id))).form is None


async def test_a_form_without_a_topic_stays_open(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await invites(sara, "grid")
    reply = await sara.submits(await sara.clicks(sara.last, "Choose topics"), topics=())
    assert list(reply.errors) == ["topics"]


async def test_a_question_that_waited_for_a_room_goes_out_when_one_is_linked(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands(GRID)
    assert "Choose a topic" in sara.last.text
    await invites(sara, "grid")
    await sara.submits(await sara.clicks(sara.last, "Choose topics"), topics=("nett",), language="en")
    assert any(GRID in post.text for post in talk.room("grid"))
    assert "grid and grid capacity" in kari.last.text


async def test_a_room_is_linked_by_a_line_in_it(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    reply = await sara.commands("rom", name="admin", channel="grid")
    assert reply.form is not None
    await sara.submits(reply, topics=("nett",), language="en")
    assert (await room(talk, "grid")).state == OPEN
    in_direct = await sara.commands("rom", name="admin")
    assert "in the channel" in in_direct.card.fallback


async def test_a_room_is_never_called_by_its_id_and_gets_its_name_from_the_form(talk: Conversation) -> None:
    """A chat tells a channel's name only when it is created or renamed; a line in it says none."""
    sara = await talk.person("sara", role="secretariat")
    await sara.says("admin rom", channel="19:8deb@thread")
    assert "Which topics belong in the channel without a name?" in sara.last.text
    form = await sara.clicks(sara.last, "Choose topics")
    assert form.form.fields[0].name == "name"
    done = await sara.submits(form, topics=("nett",), language="en", name=" Grid  and power ")
    assert "Grid and power is linked." in done.card.fallback
    assert "Grid and power" in (await sara.does("admin.rooms")).card.fallback
    again = await sara.commands("rom", name="admin", channel="19:8deb@thread")
    assert "name" not in [field.name for field in again.form.fields]
    await sara.says("admin rom", channel="19:other@thread")
    assert not [post for post in sara.sees if "@thread" in post.text]
    assert "@thread" not in (await sara.does("admin.rooms")).card.fallback


async def test_a_command_that_tells_the_name_of_its_channel_is_not_asked_for_it(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    place = Place("fake", sara.workspace, "C7")
    told = Command(id="c7", sender=sara.sender, place=place, direct=False, name="admin", text="rom", room_name="power")
    reply = await talk.happens(told)
    assert reply.form is not None
    assert "name" not in [field.name for field in reply.form.fields]
    assert "power is linked" in (await sara.submits(reply, topics=("nett",), language="en")).card.fallback


async def test_a_line_in_a_room_leaves_nothing_behind_when_it_is_refused(talk: Conversation) -> None:
    await talk.person("sara", role="secretariat")
    ola = await talk.person("ola")
    refused = await ola.commands("rom", name="admin", channel="grid")
    assert "Sara" in refused.card.fallback
    async with talk.database.read() as store:
        assert await store.rooms.list_all_rooms() == []


async def test_a_lost_room_is_told_once_and_open_again_when_the_bot_is_invited(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    await invites(sara, "grid")
    await sara.submits(await sara.clicks(sara.last, "Choose topics"), topics=("nett",), language="en")
    talk.platforms["fake"].fail = [PermanentError("not_in_channel", gone=True)]
    await kari.commands(GRID)
    lost = await room(talk, "grid")
    assert (lost.state, lost.lost_why) == (LOST, "not_in_channel")
    told = [post for post in sara.sees if "I can no longer write in #grid" in post.text]
    assert len(told) == 1
    assert "Invite me to the channel again." in told[0].text
    await invites(sara, "grid")
    assert (await room(talk, "grid")).state == OPEN
    assert "I can write in #grid again." in told[0].text


async def test_what_was_told_of_a_removal_is_replaced_when_the_bot_is_added_again(talk: Conversation) -> None:
    sara, ola = await talk.person("sara", role="secretariat"), await talk.person("ola")
    await talk.carries("grid", "nett")
    await invites(ola, "grid", added=False)
    assert "I can no longer write in #grid" in sara.last.text
    told = len(sara.sees)
    await invites(ola, "grid")
    assert [post.text for post in sara.sees if "no longer write" in post.text] == []
    assert "I can write in #grid again." in sara.sees[told - 1].text


async def test_a_team_that_has_the_bot_again_brings_its_other_channels_back(talk: Conversation) -> None:
    """Each was lost by itself, and only the team's first channel is told of."""
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    await talk.carries("grid", "nett")
    await talk.carries("power", "energi")
    await talk.carries("elsewhere", "areal")
    for channel in ("grid", "elsewhere"):
        await invites(sara, channel, added=False)
    platform = talk.platforms["fake"]
    seen = len(sara.sees)
    send = platform.send

    async def send_but_elsewhere(place: Place, *arguments: Any, **named: Any) -> Any:
        if place.channel == "elsewhere":
            raise PermanentError("BotNotInConversationRoster", gone=True)
        return await send(place, *arguments, **named)

    platform.send = send_but_elsewhere  # type: ignore[method-assign]
    await invites(sara, "power", team=True)
    assert [(await room(talk, channel)).state for channel in ("grid", "power", "elsewhere")] == [OPEN, OPEN, LOST]
    assert "I am back." in talk.room("grid")[-1].text
    lost = [post.text for post in sara.sees if "no longer write" in post.text]
    assert len(lost) == 1
    assert "#elsewhere" in lost[0]
    assert [post for post in sara.sees[seen:] if "no longer write" in post.text] == [], "it is told once"
    await kari.commands(GRID)
    assert GRID in talk.room("grid")[-1].text


async def test_other_refusals_do_not_lose_the_room(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    kari = await talk.person("kari", organisation="eksempel")
    talk.platforms["fake"].fail = [PermanentError("invalid_blocks")]
    await kari.commands(GRID)
    assert (await room(talk, "grid")).state == OPEN


async def test_a_room_is_renamed_archived_and_restored(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await talk.carries("grid", "nett")
    await changes(sara, "grid", "#nett")
    assert (await room(talk, "grid")).name == "#nett"
    await changes(sara, "grid", "", is_open=False)
    assert (await room(talk, "grid")).lost_why == "archived"
    assert "Restore the channel" in sara.last.text
    await changes(sara, "grid", "#nett")
    assert (await room(talk, "grid")).state == OPEN


async def test_a_deleted_room_is_told_as_deleted_also_where_it_was_archived_first(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await talk.carries("grid", "nett")
    await changes(sara, "grid", "", is_open=False)
    gone = Place(sara.platform, WORKSPACE, "grid")
    await talk.happens(RoomChanged(id=talk.next_id(), sender=sara.sender, place=gone, open=False, deleted=True))
    assert (await room(talk, "grid")).lost_why == "deleted"
    assert "the channel was deleted. Link its topics to another channel." in sara.last.text
    await changes(sara, "grid", "#nett")
    assert (await room(talk, "grid")).state == OPEN, "Teams gives a deleted channel back"


@pytest.mark.both_engines
async def test_a_channel_with_a_new_id_keeps_its_room_its_threads_and_what_waits_for_it(
    talk: Conversation, clock: Clock
) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    await talk.carries("grid", "nett")
    await kari.says(GRID, channel="grid")
    (asked,) = [post for post in talk.room("grid") if GRID in post.text]
    talk.platforms["fake"].fail = [TemporaryError("503", after=60)] * 9
    await kari.commands("Hvem har levert anleggsbidrag for tilknytning av ny trafo i regionalnettet?")
    before = (await room(talk, "grid")).id
    moved = RoomChanged(
        id=talk.next_id(), sender=sara.sender, place=Place(sara.platform, WORKSPACE, "grid"), new_channel="shared"
    )
    talk.platforms["fake"].fail = []
    await talk.happens(moved)
    assert (await room(talk, "shared")).id == before
    clock.forward(minutes=10)
    await talk.settle()
    assert any("anleggsbidrag" in post.text for post in talk.room("shared"))
    ola = await talk.person("ola", organisation="prove")
    await ola.says("Nettselskapet svarte oss etter to uker.", channel="shared", thread=asked.id)
    assert "Nettselskapet svarte oss etter to uker." in kari.last.text
    async with talk.database.read() as store:
        (said,) = [one for one in await store.questions.list_published_questions() if one.source]
        assert said.source.split("/")[2] == said.origin["channel"] == "shared"


async def test_a_channel_whose_new_id_was_linked_meanwhile_leaves_that_room_as_it_is(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await talk.carries("grid", "nett")
    await talk.carries("shared", "energi")
    old, new = await room(talk, "grid"), await room(talk, "shared")
    place = Place(sara.platform, WORKSPACE, "grid")
    await talk.happens(RoomChanged(id=talk.next_id(), sender=sara.sender, place=place, new_channel="shared"))
    assert [(await room(talk, name)).id for name in ("grid", "shared")] == [old.id, new.id]


async def test_a_new_name_does_not_bring_the_bot_back_into_a_room(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await talk.carries("grid", "nett")
    await invites(sara, "grid", added=False)
    await changes(sara, "grid", "#nett")
    assert (await room(talk, "grid")).state == LOST


async def test_a_chat_without_slash_commands_gets_a_button_to_the_form(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    where = Place("fake", WORKSPACE, "grid")
    event = Command(
        id=talk.next_id(),
        sender=sara.sender,
        place=where,
        reply_to=where.narrow_to_user("sara"),
        name="admin",
        text="rom",
    )
    await talk.happens(event)
    assert sara.last.labels == ["Choose topics"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Mention me and write what you want to know: I ask the network. I read nothing else here."),
        ("nb", "Nevn meg og skriv hva du vil vite, så spør jeg nettverket. Jeg leser ikke noe annet her."),
        ("nn", "Nemn meg og skriv kva du vil vite, så spør eg nettverket. Eg les ikkje noko anna her."),
    ],
)
async def test_a_group_chat_gets_one_line_and_no_topics(talk: Conversation, language: str, said: str) -> None:
    kari = await talk.person("kari")
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        person.language = language
    place = Place("fake", WORKSPACE, "chat")
    invited = Invited(id=talk.next_id(), sender=kari.sender, place=place, room_name="Oss tre", group=True)
    await talk.happens(invited)
    (line,) = talk.room("chat")
    assert line.text == said
    assert kari.sees == []
    async with talk.database.read() as store:
        assert await store.rooms.find_room_by_channel("fake", WORKSPACE, "chat") is None
