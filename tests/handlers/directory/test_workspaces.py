"""Conversations about workspaces: the bot is installed in one, it is somebody's house, and the bot is removed again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.platforms import PermanentError
from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command, Installed, Invited, Knocked, Sender, Uninstalled
from handlers.chat.places import Place
from storage.directory.people import GUEST, MEMBER, Account, Person
from storage.directory.rooms import LOST, OPEN, Room
from storage.directory.workspaces import Workspace
from storage.kit.database import Database
from tests.conversation import Conversation, Post, Someone

HOUSE = "W2"
UNNAMED = f"Fake workspace without a name ({HOUSE})"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


def somebody(user: str, *, guest: bool = False) -> Sender:
    return Sender("fake", HOUSE, user, user.title(), guest=guest, language="en")


async def installs(talk: Conversation, user: str = "ines") -> None:
    await talk.happens(
        Installed(
            id=talk.next_id(), sender=somebody(user), place=Place("fake", HOUSE), direct=True,
            reply_to=Place("fake", HOUSE, user=user), workspace_name="Testparken",
        )
    )  # fmt: skip


async def removes(talk: Conversation) -> None:
    nobody = Sender("fake", HOUSE, "", guest=True)
    await talk.happens(Uninstalled(id=talk.next_id(), sender=nobody, place=Place("fake", HOUSE)))


async def says(talk: Conversation, sender: Sender, name: str, text: str = "") -> Reply:
    place = Place("fake", HOUSE, f"D{sender.user}")
    return await talk.happens(Command(id=talk.next_id(), sender=sender, place=place, direct=True, name=name, text=text))


def sees(talk: Conversation, user: str) -> list[Post]:
    return [post for post in talk.posts if (post.place.workspace, post.place.user) == (HOUSE, user)]


async def workspace(talk: Conversation) -> Workspace:
    async with talk.database.read() as store:
        found = await store.workspaces.find_workspace("fake", HOUSE)
        assert found is not None
        return found


async def person(talk: Conversation, user: str) -> Person:
    async with talk.database.read() as store:
        found = await store.people.find_person_by_account("fake", HOUSE, user)
        assert found is not None
        return found[0]


async def room_there(talk: Conversation, channel: str = "grid") -> None:
    async with talk.database.begin() as store:
        room = await store.rooms.add(
            Room(platform="fake", workspace=HOUSE, channel=channel, name=f"#{channel}", language="en")
        )
        topic = await store.topics.find_topic_by_slug("nett")
        await store.rooms.set_room_topics(room.id, {topic.id})


async def room(talk: Conversation, channel: str = "grid") -> Room:
    async with talk.database.read() as store:
        found = await store.rooms.find_room_by_channel("fake", HOUSE, channel)
        assert found is not None
        return found


async def accepts(sara: Someone, organisation: str) -> Reply:
    form = await sara.clicks(sara.last, "Whose workspace is it?")
    field = form.form.fields[0]
    chosen = next(value for value, label in field.options if label == organisation)
    return await sara.submits(form, organisation=chosen)


async def test_who_installs_it_is_told_what_it_does_and_what_comes_next(talk: Conversation) -> None:
    await installs(talk)
    (welcome,) = sees(talk, "ines")
    assert "Arena is installed in Testparken" in welcome.text
    assert welcome.text.count("Without") + welcome.text.count("Where I may not") == 3, "what works without each right"
    assert welcome.labels[0] == "Set up"
    assert (await workspace(talk)).accepted, "there is no secretariat that could say so"
    assert (await person(talk, "ines")).role == MEMBER


async def test_in_an_unknown_workspace_everybody_is_a_guest_until_the_secretariat_has_spoken(
    talk: Conversation,
) -> None:
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    await installs(talk)
    await says(talk, somebody("olav"), "me")
    await says(talk, somebody("gro", guest=True), "me")
    assert "Everybody here is a guest" in sees(talk, "ines")[0].text
    assert {(await person(talk, user)).role for user in ("ines", "olav", "gro")} == {GUEST}
    refused = await says(talk, somebody("olav"), "ask", "Hvem kjenner kapasitetskøen?")
    assert "Guests can answer" in refused.card.fallback

    assert "New workspace: Testparken" in sara.last.text
    assert "Ines installed me there." in sara.last.text
    done = await accepts(sara, "Eksempel")
    assert "Testparken belongs to Eksempel." in done.card.fallback
    assert [(await person(talk, user)).role for user in ("ines", "olav", "gro")] == [MEMBER, MEMBER, GUEST]
    assert "This chat now belongs to the network, as the workspace of Eksempel." in sees(talk, "ines")[-1].text
    assert "guest until" not in sees(talk, "ines")[0].text, "the welcome tells how it is now"
    assert "You are a member now" in sees(talk, "olav")[-1].text
    assert [post for user in ("ines", "gro") for post in sees(talk, user) if "member now" in post.text] == []
    await says(talk, somebody("nina"), "me")
    assert (await person(talk, "nina")).role == MEMBER


async def test_only_the_secretariat_says_whose_it_is(talk: Conversation) -> None:
    await talk.person("sara", organisation="eksempel", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    await installs(talk)
    for who in (kari.sender, somebody("ines")):
        click = Click(
            id=talk.next_id(),
            sender=who,
            place=Place("fake", who.workspace),
            name="workspaces.accept",
            value=f"fake:{HOUSE}",
        )
        refused = await talk.happens(click)
        assert refused.form is None
        assert "Sara" in refused.card.fallback
    assert not (await workspace(talk)).accepted


async def test_where_the_network_has_a_room_already_nobody_needs_to_be_asked(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await room_there(talk)
    await installs(talk)
    assert (await workspace(talk)).accepted
    assert sara.sees == []


async def test_a_guest_makes_no_room_by_which_the_workspace_would_be_known(talk: Conversation) -> None:
    """Who is not known yet may invite the bot and install it again: that says nothing of whose it is."""
    await talk.person("sara", role="secretariat")
    await installs(talk)
    await talk.happens(
        Invited(id=talk.next_id(), sender=somebody("ines"), place=Place("fake", HOUSE, "trap"), room_name="#trap")
    )
    await installs(talk)
    assert not (await workspace(talk)).accepted


async def test_removed_its_rooms_are_lost_and_its_people_are_not_written_to_but_all_they_wrote_stays(
    talk: Conversation,
) -> None:
    sara = await talk.person("sara", role="secretariat")
    await room_there(talk)
    await installs(talk)
    await talk.carries("energy", "energi")
    async with talk.database.begin() as store:
        ines = (await person(talk, "ines")).id
        await store.people.add_account(ines, Account(platform="other", workspace="W9", user="ines"))
        await store.conversation_references.store_reference("fake", HOUSE, "@ines", {"channel": "D1"})
        await store.conversation_references.store_reference("fake", "W1", "@kari", {"channel": "D2"})
    await removes(talk)
    lost = await room(talk)
    assert (lost.state, lost.lost_why) == (LOST, "not_installed")
    assert "I was removed from Testparken" in sara.last.text
    assert "1 room cannot be reached." in sara.last.text
    async with talk.database.read() as store:
        assert [account.platform for account in await store.people.list_reachable_accounts(ines)] == ["other"]
        assert await store.conversation_references.find_reference("fake", HOUSE, "@ines") is None
        assert await store.conversation_references.find_reference("fake", "W1", "@kari") is not None
        assert [one.state for one in await store.rooms.list_all_rooms() if one.channel == "energy"] == [OPEN]
        assert (await store.people.load_person(ines)).name == "Ines"
    told = len(sara.sees)
    await removes(talk)
    assert len(sara.sees) == told, "both of Slack's events come, and it is told once"


async def test_installed_again_its_rooms_are_open_once_a_message_has_arrived(talk: Conversation) -> None:
    await talk.person("sara", role="secretariat")
    for channel in ("grid", "other"):
        await room_there(talk, channel)
    await installs(talk)
    await removes(talk)
    async with talk.database.begin() as store:
        (first, *_) = await store.workspaces.lock_workspace_rooms("fake", HOUSE)
        first.lost_why = "archived"
    await installs(talk)
    assert [(await room(talk, name)).state for name in ("grid", "other")] == [LOST, OPEN]
    assert "I am back." in talk.room("other")[-1].text
    assert talk.room("grid") == [], "what was archived before is not for the bot to open"


async def test_a_room_that_the_bot_is_no_longer_in_stays_lost_and_says_what_to_do(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    await room_there(talk)
    await installs(talk)
    await removes(talk)
    fake = talk.platforms["fake"]
    send = fake.send

    async def no_longer_there(place: Place, *arguments: object, **named: object) -> object:
        if place.channel == "grid":
            raise PermanentError("not_in_channel", gone=True)
        return await send(place, *arguments, **named)

    fake.send = no_longer_there
    await installs(talk)
    found = await room(talk)
    assert (found.state, found.lost_why) == (LOST, "not_in_channel")
    assert "Invite me to the channel again." in sara.last.text


async def test_a_message_to_a_workspace_without_the_bot_loses_the_room_and_tells_who_is_elsewhere(
    talk: Conversation,
) -> None:
    """The news of the removal never came: the first refusal is enough."""
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    await room_there(talk)
    talk.platforms["fake"].fail = [PermanentError("not_installed", gone=True)]
    await kari.commands("Nettselskapet svarer ikke om tilknytning av 18 MW, hva er neste steg i kapasitetskøen?")
    assert (await room(talk)).lost_why == "not_installed"
    (told,) = [post for post in sara.sees if "I can no longer write in #grid" in post.text]
    assert "I was removed from the workspace. Ask one of its administrators to install me again." in told.text


async def test_the_secretariat_finds_all_of_them_and_those_that_wait_first(talk: Conversation) -> None:
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    assert "Workspaces" not in [button.label for button in (await sara.commands("", name="admin")).card.list_buttons()]
    await installs(talk)
    shown = await sara.clicks(await sara.commands("", name="admin"), "Workspaces")
    assert "Nobody has said whose workspace it is" in shown.card.fallback
    await sara.submits(await sara.clicks(shown, "Whose workspace is it?"), organisation="1")
    await removes(talk)
    shown = await sara.does("workspaces.show")
    assert "Eksempel" in shown.card.fallback
    assert "I was removed from there" in shown.card.fallback


async def test_who_turns_out_to_be_a_guest_is_one_from_then_on(talk: Conversation) -> None:
    """At first sight the platform did not tell."""
    await talk.person("sara", role="secretariat")
    await says(talk, somebody("olav"), "me")
    assert (await person(talk, "olav")).role == MEMBER
    await says(talk, somebody("olav", guest=True), "me")
    assert (await person(talk, "olav")).role == GUEST


async def knocks(talk: Conversation, workspace: str, times: int = 1) -> Reply:
    place, nobody = Place("fake", workspace), Sender("fake", workspace, "", language="en")
    return await talk.happens(Knocked(id=talk.next_id(), sender=nobody, place=place, times=times))


async def test_who_knocks_is_answered_once_counted_and_shown_to_the_secretariat(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    answer = await knocks(talk, HOUSE)
    assert f"give them this id: {HOUSE}" in answer.card.fallback
    assert await knocks(talk, HOUSE, 4) == Reply()
    assert f"New request: {UNNAMED}" in sara.last.text
    assert "Asked 5 times" in (await sara.does("workspaces.show")).card.fallback
    async with talk.database.read() as store:
        assert [person.name for person in await store.people.list_all_people()] == ["Sara"], "nobody is kept"
    done = await sara.clicks(sara.last, "Reject")
    assert done.card.fallback == f"{UNNAMED} has been blocked."
    assert f"{UNNAMED} has been blocked." in sara.last.text
    assert await knocks(talk, HOUSE) == Reply()
    assert len(sara.sees) == 1


async def test_a_workspace_whose_chat_tells_no_name_is_named_by_the_secretariat(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel")
    await knocks(talk, HOUSE)
    form = await sara.clicks(sara.last, "Let in")
    assert form.form is not None
    assert UNNAMED in form.form.note
    assert "What is the workspace called?" in [field.label for field in form.form.fields]
    await sara.submits(form, organisation="1", name="Nordparken")
    assert sara.last.text == "Nordparken belongs to Eksempel."
    again = await sara.does("workspaces.accept", f"fake:{HOUSE}")
    assert again.form is not None
    assert next(field.value for field in again.form.fields if field.name == "name") == "Nordparken"
    await sara.submits(again, name="Nordre park")
    assert sara.last.text == "Nordre park belongs to Eksempel."
    await sara.submits(again, name=" ")
    assert (await workspace(talk)).name == "Nordre park", "an empty field takes no name away"


async def test_the_secretariat_is_told_of_a_few_knocks_a_day_and_finds_the_others_in_the_list(
    talk: Conversation,
) -> None:
    sara = await talk.person("sara", role="secretariat")
    for n in range(7):
        assert (await knocks(talk, f"W{n + 10}")).card is not None
    assert len(sara.sees) == 5
    first = await sara.does("workspaces.show")
    assert "W16" in (await sara.clicks(first, "Next page")).card.fallback


async def test_shut_out_nothing_comes_from_there_and_nothing_goes_there_until_it_is_let_in_again(
    talk: Conversation,
) -> None:
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    await room_there(talk)
    await installs(talk)
    shown = await sara.does("workspaces.show")
    await sara.clicks(shown, "Block")
    lost = await room(talk)
    assert (lost.state, lost.lost_why) == (LOST, "shut_out")
    before = len(sees(talk, "ines"))
    assert await says(talk, somebody("ines"), "help") == Reply()
    assert len(sees(talk, "ines")) == before
    await sara.submits(await sara.clicks(await sara.does("workspaces.show"), "Let in"), organisation="1")
    assert (await room(talk)).state == OPEN
    assert [post.text for post in talk.posts if "I am back." in post.text] != []
    assert (await says(talk, somebody("ines"), "help")).card is not None


async def test_nobody_shuts_out_where_they_are_themselves_and_only_the_secretariat_does(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    kari = await talk.person("kari")
    async with talk.database.begin() as store:
        await store.workspaces.ensure_workspace("fake", "W1")
    assert "You are in it yourself." in (await sara.does("workspaces.block", "fake:W1")).card.fallback
    assert "Only the secretariat" in (await kari.does("workspaces.block", "fake:W1")).card.fallback
    assert "I cannot find" in (await sara.does("workspaces.block", "fake:W404")).card.fallback


async def test_the_secretariat_lets_one_in_by_its_id(talk: Conversation) -> None:
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    kari = await talk.person("kari")
    id = "11111111-2222-4333-8444-555555555555"
    assert "nothing to let in by id" in (await sara.commands(f"houses add {id}", name="admin")).card.fallback
    talk.dispatcher.arena = replace(talk.arena, gated="other")
    assert "Only the secretariat" in (await kari.commands(f"hus legg til {id}", name="admin")).card.fallback
    wrong = await sara.commands("tenants add eksempel.onmicrosoft.com", name="admin")
    assert "36 characters" in wrong.card.fallback
    assert "is let in" in (await sara.commands(f"hus legg til {id.upper()}", name="admin")).card.fallback
    listed = await sara.commands("hus", name="admin")
    assert "Nobody there has added me yet" in listed.card.fallback
    done = await sara.submits(await sara.clicks(listed, "Let in by id"), id=id, organisation="1")
    assert "is let in" in done.card.fallback
    async with talk.database.read() as store:
        found = await store.workspaces.find_workspace("other", id)
        assert (found.accepted, found.organisation_id) == (True, 1)
