"""Who may see an issue is changed after it is out: into the rooms within its new reach, and out of all others."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Buttons
from storage.directory.organisations import CONTACT
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.houses import house_of, houses
from tests.meetings import meets
from tests.policy import passes, published, said

GONE = "This is no longer shown here."


def cards(talk: Conversation) -> dict[str, list[Post]]:
    return {room: talk.room(room) for room in ("grid", "theirs", "ours")}


@pytest.fixture
async def rooms(talk: Conversation, kari: Someone, ola: Someone) -> None:
    """Beside the one of nobody's: one of each park."""
    for room, code in (("theirs", "dømeøyra"), ("ours", "eksempel")):
        await house_of(talk.database, await talk.carries(room, "nett"), code)


@pytest.mark.usefixtures("rooms")
async def test_narrowed_it_leaves_the_rooms_searches_and_messages_of_who_is_outside_and_comes_back_widened(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    await ola.does("issues.follow", "1")
    await passes(talk, clock, days=1)
    await sara.submits(await sara.does("issues.work", "1"), text="We write to the ministry.")
    await passes(talk, clock, days=1)
    told = next(post for post in ola.sees if "We write to the ministry." in post.text)
    assert {room: len(found) for room, found in cards(talk).items()} == {"grid": 1, "theirs": 1, "ours": 1}
    heard = [len(who.sees) for who in (kari, ola, eva)]
    form = await kari.clicks(await kari.does("issues.manage", "1"), "Who may see it")
    assert "You changed who can see S-1. Visible to 1 organisation" in said(await kari.submits(form, reach="own"))
    assert {room: len(found) for room, found in cards(talk).items()} == {"grid": 0, "theirs": 0, "ours": 1}
    assert "Only Eksempel" in talk.room("ours")[0].text
    assert told.text == GONE
    for do in ("issues.open", "issues.follow", "issues.file", "issues.reach"):
        assert "I cannot find that issue." in said(await ola.does(do, "1"))
    assert "S-1" not in said(await ola.commands("faster grid connection", "find"))
    await sara.submits(await sara.does("issues.work", "1"), text="The letter is out.")
    await passes(talk, clock, days=1)
    assert all("The letter is out." not in post.text for post in ola.sees), "who follows it no longer sees it"
    form = await kari.does("issues.reach", "1")
    assert {field.name: field.value for field in form.form.fields}["reach"] == "own"  # type: ignore[union-attr]
    await kari.submits(form, reach="all")
    assert {room: len(found) for room, found in cards(talk).items()} == {"grid": 1, "theirs": 1, "ours": 1}
    assert "S-1" in said(await ola.commands("faster grid connection", "find"))
    assert [len(who.sees) for who in (ola, eva)] == heard[1:], "nobody is told of it by a message"
    assert "Changed who may see it" in said(await kari.does("issues.history", "1"))
    assert "Nothing was changed." in said(await kari.submits(await kari.does("issues.reach", "1"), reach="all"))


async def test_no_word_stands_on_what_its_organisation_may_not_read(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone
) -> None:
    await published(kari, sara)
    await eva.does("issues.support", "1")
    ours, theirs, others = await houses(talk.database, "eksempel", "prøvedal", "dømeøyra")
    form = await kari.does("issues.reach", "1")
    for values in ({"reach": "own"}, {"reach": "secretariat"}, {"reach": "chosen", "organisations": (str(others),)}):
        wrong = await kari.submits(form, **values)
        assert wrong.errors == {
            "reach": "Prøvedal could no longer see it, but are involved in it. Let them see it too."
        }
    wrong = await sara.submits(form, reach="chosen", organisations=(str(theirs),))
    assert "Eksempel could no longer see it" in wrong.errors["reach"], "nor is it taken from who raised it"
    await kari.submits(form, reach="chosen", organisations=(str(theirs),))
    seen = {field.name: field.value for field in (await sara.does("issues.reach", "1")).form.fields}  # type: ignore[union-attr]
    assert (seen["reach"], set(seen["organisations"])) == ("chosen", {str(ours), str(theirs)})
    assert "I cannot find that issue." in said(await ola.does("issues.open", "1"))


async def test_what_is_on_an_agenda_or_may_come_there_is_for_all(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    await meets(talk.database, sara.person_id)
    await ola.submits(await ola.does("agenda.issue", "1"))
    form = await kari.does("issues.reach", "1")
    assert "so all members may see it" in (await kari.submits(form, reach="own")).errors["reach"]
    await sara.submits(await sara.does("agenda.refuse", "1"), why="Not now.")
    assert "You changed who can see" in said(await kari.submits(form, reach="own"))
    assert "but everyone reads the agenda" in said(await sara.does("agenda.accept", "1"))


async def test_only_its_raiser_who_works_with_it_and_the_secretariat_change_it(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    for who in (nils, ola):
        assert "Only the author, its owner and the secretariat" in said(await who.does("issues.reach", "1"))
        assert "Who may see it" not in said(await who.does("issues.manage", "1"))
    assert (await sara.does("issues.reach", "1")).form is not None
    await sara.submits(await sara.does("issues.work", "1"), state="dropped", outcome="Not now.")
    assert (await kari.does("issues.reach", "1")).form is not None, "what is closed may still be kept from others"


async def test_who_acts_for_two_organisations_speaks_for_the_one_that_sees_the_issue(
    talk: Conversation, sara: Someone, kari: Someone, eva: Someone
) -> None:
    await published(kari, sara)
    await kari.submits(await kari.does("issues.reach", "1"), reach="own")
    async with talk.database.begin() as store:
        theirs = await store.organisations.find_organisation_by_code("prøvedal")
        assert theirs is not None
        await store.memberships.add_membership(
            await store.people.load_person(kari.person_id), theirs.id, confirmed=True
        )
        await store.organisations.appoint_representative(theirs.id, kari.person_id, CONTACT)
    assert "Eksempel: Neutral" in said(await kari.does("issues.neutral", "1"))
    form = await kari.does("issues.against", "1")
    assert form.form is not None
    assert [field.name for field in form.form.fields] == ["reason"]
    async with talk.database.read() as store:
        stances = await store.issue_stances.list_stances(1)
    assert [organisation.code for _, organisation in stances] == ["eksempel"]
    shown = await kari.does("issues.open", "1")
    assert shown.card is not None
    main = [
        button.label for part in shown.card.parts if isinstance(part, Buttons) for button in part.row if button.style
    ]
    assert main == [], "the one that sees it has answered"
