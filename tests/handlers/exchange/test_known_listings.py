"""What two sides that know each other read of each other's listings: as it is now, while their match goes on."""

from __future__ import annotations

import pytest

from storage.exchange.matches import RUNNING
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, asked, contact_of, find_listing_id, find_matches, known, propose
from tests.policy import passes, said


@pytest.fixture
async def kari(talk: Conversation, clock: Clock, sara: Someone, ola: Someone) -> Someone:
    """Of the offer of a match that she and Ola know."""
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    await propose(talk, clock, kari, ola, text="Varme fra Kvernvika")
    for who in (kari, ola):
        await who.clicks(asked(who)[0], "Interesting")
    clock.forward(minutes=5)
    return kari


async def edits(talk: Conversation, who: Someone, code: str, **values: str) -> None:
    await who.submits(await who.does("exchange.edit", await find_listing_id(talk.database, code)), **values)


async def test_what_is_changed_after_the_end_is_told_to_those_who_may_see_it_alone(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await ola.submits(await ola.clicks(known(ola)[0], "It has ended"))
    assert "Varme fra Kvernvika" in said(await ola.does("matches.open", "1")), "as it was when they talked"
    clock.forward(minutes=5)
    await edits(talk, kari, "B-2", text="Ny ovn i Steinbrottet", amount="12 MW", reach="hidden")
    for told in (said(await ola.does("matches.open", "1")), *(post.text for post in ola.sees)):
        assert ("Steinbrottet" in told, "12 MW" in told, "Kvernvika" in told) == (False, False, False)
    assert "Eksempel" in said(await ola.does("matches.open", "1"))
    for who in (kari, sara):
        assert "Ny ovn i Steinbrottet" in said(await who.does("matches.open", "1"))
    await edits(talk, kari, "B-2", reach="all")
    assert "Ny ovn i Steinbrottet" in said(await ola.does("matches.open", "1"))


async def test_what_the_secretariat_has_hidden_is_gone_from_the_card_of_the_other_side(
    talk: Conversation, kari: Someone, ola: Someone, sara: Someone
) -> None:
    offer = await find_listing_id(talk.database, "B-2")
    await sara.submits(await sara.does("moderation.hide", f"listing:{offer}"), ground="competition")
    assert [post.text for post in ola.sees if "Kvernvika" in post.text] == []
    await sara.does("moderation.restore", f"listing:{offer}")
    assert any("Kvernvika" in post.text for post in ola.sees)


async def test_a_place_or_an_organisation_of_another_name_is_called_so_everywhere(
    talk: Conversation, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await talk.carries("energi", "energi")
    await edits(talk, kari, "B-2", reach="all")
    async with talk.database.read() as store:
        site = next(one for one in await store.sites.list_all_sites() if one.name == "kari verk")
    await kari.submits(await kari.does("sites.write", str(site.id)), name="Nordverket", municipality="Nordvik")
    for posts in (talk.room("energi"), known(ola)):
        assert "Nordverket, Nordvik" in posts[0].text
    await sara.submits(await sara.does("admin.organisation", str(site.organisation_id)), name="Nydal Industri")
    for posts in (talk.room("energi"), known(ola)):
        assert "Nydal Industri" in posts[0].text
    await sara.submits(await sara.does("admin.import"), rows="id;name\neksempel;Sørdal Industri")
    assert "Sørdal Industri" in talk.room("energi")[0].text


async def test_two_forms_of_one_next_step_keep_what_each_has_set(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    first, second = await kari.does("exchange.stage", "1"), await ola.does("exchange.stage", "1")
    await ola.submits(second, stage=RUNNING, step="Signert", day="2027-09-01")
    await kari.submits(first, step="Ringe på tirsdag")
    (match,) = await find_matches(talk.database)
    assert (match.stage, match.next_step, str(match.next_on)) == (RUNNING, "Ringe på tirsdag", "2027-09-01")


async def test_a_new_contact_gets_what_runs_and_the_reminder_of_a_planned_stop(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await kari.submits(await kari.does("exchange.stage", "1"), stage=RUNNING, day="2028-02-01")
    await kari.submits(await kari.does("exchange.stop", "1"), first="2027-05-03", last="2027-05-09")
    per = await talk.person("per", organisation="dømeøyra", contact=True)
    await edits(talk, ola, "B-1", contact=str(per.person_id))
    assert any("T-1" in post.card.title for post in per.sees)
    clock.set(clock().replace(month=4, day=19, hour=12))
    await passes(talk, clock, hours=1)
    assert [len([post for post in who.sees if "Planned stop in" in post.text]) for who in (per, ola)] == [1, 1]
