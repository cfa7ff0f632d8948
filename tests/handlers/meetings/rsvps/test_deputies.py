"""Conversations about deputies whose sender, or who themselves, belong to more than one organisation."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Reply
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import plans, said, writes


async def belongs_to(store: Store, who: Someone, code: str) -> int:
    """Make them a member of one more organisation, which is made when it is new; return its id."""
    known = await store.organisations.find_organisation_by_code(code)
    other = known or await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
    await store.memberships.add_membership(await store.people.load_person(who.person_id), other.id, confirmed=True)
    return other.id


def names(reply: Reply) -> list[str]:
    """Those who can be sent."""
    assert reply.form is not None, reply
    return [label for field in reply.form.fields for _, label in field.options]


async def test_who_acts_for_another_organisation_now_sends_somebody_of_the_one_that_is_invited(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    nora = await talk.person("nora", organisation="eksempel")
    async with talk.database.begin() as store:
        other = await belongs_to(store, kari, "dømeøyra")
    await sara.clicks(await writes(sara, audience="organisations", for_whom=("Eksempel",)), "Save")
    await kari.does("meetings.going", "1")
    await kari.does("members.switch", str(other))
    form = await kari.does("meetings.substitute", "1")
    assert names(form) == ["Nora"]
    wrong = await kari.submits(form, deputy=str(ola.person_id))
    assert wrong.errors == {"deputy": "Choose somebody from your own organisation."}
    assert "Nora comes in your place." in said(await kari.submits(form, deputy=str(nora.person_id)))
    assert "cannot come and wants you to go instead" in nora.last.text
    assert ola.sees == []
    async with talk.database.read() as store:
        sent, sender = [await store.rsvps.find_rsvp(1, one.person_id) for one in (nora, kari)]
        assert sent is not None
        assert sender is not None
        assert sent.organisation_id == sender.organisation_id != other


async def test_who_has_answered_again_in_the_night_is_not_asked_to_in_the_morning(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    nora, per = [await talk.person(name, organisation="eksempel") for name in ("nora", "per")]
    await plans(sara)
    for who in (kari, per):
        await who.submits(await who.does("meetings.substitute", "1"), deputy=str(nora.person_id))
    clock.set(MONDAY + timedelta(hours=12))
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
    await sara.submits(await sara.does("departures.leave", f"{house.id}:{nora.person_id}"))
    await kari.does("meetings.going", "1")
    clock.set(MONDAY + timedelta(hours=24))
    await talk.settle()
    left = "Nora, who was going in your place, has left. Please answer again."
    assert [sum(left in post.text for post in who.sees) for who in (per, kari)] == [1, 0]
