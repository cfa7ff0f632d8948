"""Conversations about a contact who leaves: whoever takes over, and the secretariat, see all that is under way."""

from __future__ import annotations

from tests.consultations import drafted, opened, said, signs
from tests.conversation import Conversation, Someone
from tests.input import answers, asks, deputy
from tests.policy import published


async def leaves(who: Someone, **values: str) -> None:
    form = await who.clicks(await who.commands("slutt", name="me"), "Leave")
    await who.submits(form, **values)


async def under_way(sara: Someone, kari: Someone) -> None:
    """An issue that the organisation raised, a consultation it signs, and two rounds, one of them answered."""
    await published(kari, sara)
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    await signs(kari)
    first = await asks(sara, deadline="20 April 2027", fields="Power: number MW")
    await answers(kari, first, f1="12")
    await asks(sara, deadline="20 April 2027", title="Waste heat", fields="Heat: number MW")


async def test_whoever_takes_over_gets_one_list_of_all_that_is_under_way(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    dora = await deputy(talk, "dora", "eksempel")
    await under_way(sara, kari)
    await talk.settle()
    heard = len(dora.sees)
    await leaves(kari)
    assert len(dora.sees) == heard + 1, "one list, not a message for each thing"
    text = dora.last.text
    assert "This is under way for Eksempel:" in text
    assert "S-1 Faster grid connection" in text
    assert "H-1 Tariffs for the grid" in text
    notes = " ".join(part.note for part in dora.last.card.parts if getattr(part, "note", ""))
    assert "Issue that your organisation raised" in notes
    assert "Eksempel: co-signs version 1" in notes
    assert "R-1 Grid capacity" in text
    assert "R-2 Waste heat" in text
    assert "Eksempel: has answered" in notes
    assert "Eksempel: has not answered" in notes


async def test_the_secretariat_hears_of_it_and_has_it_in_its_list_until_somebody_is_contact(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    dora = await deputy(talk, "dora", "eksempel")
    assert "has no contact" not in said(await sara.commands("", "home"))
    await leaves(kari)
    told = sara.last
    assert "Kari no longer belongs to Eksempel" in told.text
    assert "Eksempel has no contact now. A deputy acts for it until the secretariat appoints one." in told.text
    assert "Eksempel has no contact" in said(await sara.commands("", "home"))
    assert "has no contact" not in said(await dora.commands("", "home")), "the secretariat's list alone"
    assert "Only the secretariat" in said(await dora.does("contacts.missing"))
    form = await sara.clicks(told, "Name a contact")
    await sara.submits(form, contacts=(str(dora.person_id),), deputies=())
    assert "Sara has named you contact of Eksempel." in dora.last.text
    assert "has no contact" not in said(await sara.commands("", "home"))


async def test_who_is_named_contact_afterwards_sees_what_is_under_way(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone
) -> None:
    await under_way(sara, kari)
    await leaves(kari)
    assert "Nobody acts for Eksempel now. The secretariat will appoint a contact." in sara.last.text
    assert "H-1 Tariffs for the grid" in sara.last.text, "as long as nobody else looks after it"
    form = await sara.clicks(sara.last, "Name a contact")
    await sara.submits(form, contacts=(str(nils.person_id),), deputies=())
    text = nils.last.text
    assert "Sara has named you contact of Eksempel." in text
    for title in ("S-1 Faster grid connection", "H-1 Tariffs for the grid", "R-1 Grid capacity", "R-2 Waste heat"):
        assert title in text
    heard = len(nils.sees)
    await sara.submits(form, contacts=(str(nils.person_id),), deputies=())
    assert len(nils.sees) == heard, "named once"


async def test_many_organisations_without_a_contact_are_one_entry_with_a_list_behind_it(
    talk: Conversation, sara: Someone
) -> None:
    for name in ("arna", "bokn", "canto", "dale"):
        await talk.person(f"p-{name}", organisation=name)
    home = await sara.commands("", "home")
    assert "4 organisations have no contact" in said(home)
    listed = said(await sara.does("contacts.missing"))
    assert listed.count("has no contact") == 4
