"""Conversations of the first hour: who installs the bot sets up the house, leaves, goes on, and sees a card arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.platforms import PermanentError
from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command, Installed, Invited, Sender, Submission, Value
from handlers.chat.places import Place
from storage.directory.rooms import OPEN, WAITING, Room
from storage.kit.database import Database
from tests.conversation import Conversation, Post

HOUSE = "W2"


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Conversation]:
    database = Database(sqlite_url)
    yield await Conversation(database).begin()
    await database.close()


class Admin:
    """Ines, an administrator of a house of which the network knows nothing."""

    def __init__(self, talk: Conversation, user: str = "ines") -> None:
        self.talk = talk
        self.user = user

    @property
    def sender(self) -> Sender:
        return Sender("other", HOUSE, self.user, self.user.title(), language="en")

    @property
    def sees(self) -> list[Post]:
        return [post for post in self.talk.posts if (post.place.workspace, post.place.user) == (HOUSE, self.user)]

    def card(self) -> Post:
        return next(post for post in reversed(self.sees) if post.text.startswith("Set up "))

    async def installs(self) -> None:
        where = Place("other", HOUSE)
        await self.talk.happens(
            Installed(id=self.talk.next_id(), sender=self.sender, place=where, workspace_name="Testparken")
        )

    async def invites(self, channel: str) -> None:
        place = Place("other", HOUSE, channel)
        await self.talk.happens(
            Invited(id=self.talk.next_id(), sender=self.sender, place=place, room_name=f"#{channel}")
        )

    async def writes(self, name: str) -> Reply:
        place = Place("other", HOUSE, f"D{self.user}")
        return await self.talk.happens(
            Command(id=self.talk.next_id(), sender=self.sender, place=place, direct=True, name=name)
        )

    async def clicks(self, what: Post | Reply, label: str) -> Reply:
        button = next(button for button in what.card.list_buttons() if button.label == label)
        return await self.does(button.do, button.value)

    async def does(self, do: str, value: str) -> Reply:
        place = Place("other", HOUSE, f"D{self.user}")
        return await self.talk.happens(
            Click(id=self.talk.next_id(), sender=self.sender, place=place, direct=True, name=do, value=value)
        )

    async def submits(self, reply: Reply, **values: Value) -> Reply:
        form = reply.form
        assert form is not None, reply
        filled = {field.name: field.value for field in form.fields} | values
        return await self.talk.happens(
            Submission(
                id=self.talk.next_id(), sender=self.sender, place=Place("other", HOUSE, f"D{self.user}"),
                name=form.do, value=form.value, values=filled,
            )
        )  # fmt: skip

    async def room(self, channel: str) -> Room:
        async with self.talk.database.read() as store:
            found = await store.rooms.find_room_by_channel("other", HOUSE, channel)
            assert found is not None
            return found


async def test_three_steps_by_somebody_who_is_no_member_and_what_waits_until_the_secretariat_says_yes(
    talk: Conversation,
) -> None:
    sara = await talk.person("sara", organisation="association", role="secretariat")
    await talk.carries("desk", triage=True)
    ines, ola = Admin(talk), Admin(talk, "ola")
    await ines.installs()
    await ola.writes("help")
    (welcome,) = ines.sees
    assert welcome.labels[0] == "Set up"
    assert "you do not have to be a member" in welcome.text

    form = await ines.clicks(welcome, "Set up")
    assert [name for _, name in form.form.fields[2].options] == ["Ines", "Ola"], "nobody of another house"
    nothing = await ines.submits(form)
    assert nothing.errors == {"organisation": "Choose an organisation, or write another one below."}
    deputy = next(value for value, name in form.form.fields[3].options if name == "Ola")
    await ines.submits(form, other="Nordfjord Industripark", deputy=deputy)
    assert "Nordfjord Industripark. The secretariat has been asked" in ines.card().text
    assert "Does Testparken belong to Nordfjord Industripark?" in sara.last.text
    assert "Contact: Ines · Deputy: Ola" in sara.last.text

    await ines.invites("grid")
    assert "#grid: no topics yet, once the" in ines.card().text
    linked = await ines.submits(await ines.clicks(ines.card(), "Topics in #grid"), topics=("*",), language="en")
    assert "once the secretariat has said whose workspace this is" in linked.card.fallback
    assert (await ines.room("grid")).state == WAITING
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands("Nettselskapet svarer ikke om tilknytning av 18 MW, hva er neste steg i kapasitetskøen?")
    assert [post for post in talk.room("grid", "other") if "18 MW" in post.text] == [], "a stranger reads nothing"

    await ines.clicks(ines.card(), "Send test card")
    assert "Test card from Nordfjord Industripark" in talk.room("grid", "other")[-1].text
    assert "#grid: arrived at" in ines.card().text
    assert "The secretariat, on Fake: arrived at" in ines.card().text
    (desk,) = [post for post in talk.room("desk") if "Test card from Nordfjord Industripark" in post.text]
    await sara.clicks(desk, "I see it")
    assert "Sara, Association sees your test card." in ines.sees[-1].text
    assert "✅ Test card" in ines.card().text

    agreed = await sara.clicks(
        next(post for post in reversed(sara.sees) if "Does Testparken" in post.text), "Yes, it is theirs"
    )
    assert "Testparken belongs to Nordfjord Industripark." in agreed.card.fallback
    assert (await ines.room("grid")).state == OPEN
    told = [post.text for post in talk.room("grid", "other")]
    assert "Questions from the network about all topics come here." in told[-2]
    assert "18 MW" in told[-1], "what waited for a room of its topic comes now"
    assert "Everything is in place." in ines.card().text
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("nordfjord-industripark")
        acting = [person.name for person in await store.organisations.list_representatives(house.id)]
        assert acting == ["Ines", "Ola"]
        assert (await ines.room("grid")).organisation_id == house.id
    assert "Sara has named you deputy for Nordfjord Industripark." in ola.sees[-1].text
    again = await sara.does("workspaces.agree", f"other:{HOUSE}")
    assert "already been answered" in again.card.fallback


async def test_it_can_be_left_taken_up_again_and_changed(talk: Conversation) -> None:
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    ines = Admin(talk)
    await ines.installs()
    await ines.submits(await ines.clicks(ines.sees[0], "Set up"), other="Feil navn")
    await ines.writes("setup")
    await ines.submits(await ines.clicks(ines.card(), "Change"), organisation="1", other="")
    assert all("Eksempel. The secretariat" in post.text for post in ines.sees if post.text.startswith("Set up "))
    chosen = await sara.clicks(sara.last, "Whose workspace is it?")
    assert chosen.form.fields[0].value == "1", "what its administrator says is chosen already"
    await sara.submits(chosen)
    assert "✅ Which organisation this is" in ines.card().text
    await ines.invites("grid")
    await ines.submits(await ines.clicks(ines.card(), "Topics in #grid"), topics=("nett", "energi"))
    await ines.submits(await ines.clicks(ines.card(), "Topics in #grid"), topics=("nett",))
    async with talk.database.read() as store:
        assert len(await store.rooms.list_room_topic_ids((await ines.room("grid")).id)) == 1


async def test_who_installed_it_makes_nobody_act_for_an_organisation_and_a_wrong_house_is_put_right(
    talk: Conversation,
) -> None:
    """Once it is somebody's house, the secretariat is asked again for each change of who acts for it."""
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    await talk.person("kari", organisation="annet", contact=True)
    ines = Admin(talk)
    await ines.installs()
    await ines.invites("grid")
    await sara.submits(await sara.clicks(sara.last, "Whose workspace is it?"), organisation="1")
    assert (await ines.room("grid")).organisation_id == 1
    await ines.writes("setup")
    await ines.submits(await ines.clicks(ines.card(), "Change"), organisation="1")
    async with talk.database.read() as store:
        assert await store.organisations.map_representative_roles(1) == {}
    assert "Contact: Ines" in sara.last.text
    await sara.submits(await sara.clicks(sara.last, "Whose workspace is it?"), organisation="2")
    assert (await ines.room("grid")).organisation_id == 2, "its rooms were that house's, and go with it"
    async with talk.database.read() as store:
        assert len(await store.organisations.map_representative_roles(2)) == 2


async def test_what_does_not_arrive_says_why_what_to_do_and_who_can(talk: Conversation) -> None:
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    ines = Admin(talk)
    await ines.installs()
    await ines.invites("grid")
    talk.platforms["other"].fail = [PermanentError("is_archived", gone=True)]
    shown = await sara.does("workspaces.show")
    sent = await sara.submits(await sara.clicks(shown, "Test"))
    assert "My message to you shows what has arrived." in sent.card.fallback
    assert "⚠️ #grid: did not arrive: the room is archived." in sara.last.text
    assert "Ines installed me there, and can do it." in sara.last.text
    too_soon = await sara.submits(await sara.clicks(shown, "Test"))
    assert "A test card was sent just now." in too_soon.card.fallback


async def test_where_there_is_no_other_house_the_card_says_so(talk: Conversation) -> None:
    ines = Admin(talk)
    await ines.installs()
    await ines.writes("setup")
    await ines.clicks(ines.card(), "Send test card")
    assert "The secretariat is not in any other workspace yet" in ines.card().text


async def test_others_may_not_set_up_and_cannot_tell_a_house_from_none(talk: Conversation) -> None:
    await talk.person("sara", organisation="eksempel", role="secretariat")
    kari, ines, ola = await talk.person("kari", organisation="eksempel"), Admin(talk), Admin(talk, "ola")
    await ines.installs()
    await ola.writes("help")
    told = set()
    for who in (kari, ola):
        for key in (f"other:{HOUSE}", "other:W404"):
            for verb in ("setups.show", "setups.house", "setups.test", "setups.choose"):
                told.add((await who.does(verb, key)).card.fallback)
    assert len(told) == 1
    assert "Ask Sara." in told.pop()
    assert "Only the person who installed me there" in (await kari.commands("", name="setup")).card.fallback
    async with talk.database.read() as store:
        assert await store.workspaces.find_workspace("fake", "W1") is None, "a refused try leaves nothing"


async def test_who_acts_for_the_organisation_sets_up_a_house_the_operator_gave_a_token_for(talk: Conversation) -> None:
    sara = await talk.person("sara", organisation="eksempel", role="secretariat")
    await sara.commands("", name="setup", channel="lobby")
    assert "Connect your organisation" in sara.last.text
    await sara.submits(await sara.clicks(sara.last, "Set up"), organisation="1")
    assert "Set up Eksempel" in sara.last.text
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    await kari.commands("", name="setup")
    assert "✅ Which organisation this is" in kari.last.text
