"""What the arena has promised of consultations, each shown once."""

from __future__ import annotations

from storage.directory.organisations import DEPUTY
from tests.conftest import Clock
from tests.consultations import drafted, opened, passes, registers, said, signs
from tests.conversation import Conversation, Someone


async def test_open_consultations_are_listed_by_deadline(talk: Conversation, sara: Someone, kari: Someone) -> None:
    """«Vi er derfor opptatt av at … gode rammebetingelser»: the open ones, the nearest deadline first."""
    for title, deadline in (("Far away", "1 December 2027"), ("Soon", "20 April 2027"), ("Later", "15 June 2027")):
        await registers(sara, title=title, deadline=deadline, topics=("rammevilkar",))
    await registers(sara, title="Other topic", deadline="1 May 2027", topics=("nett",))
    listed = said(await kari.commands("", "consultation"))
    places = [listed.index(title) for title in ("Soon", "Other topic", "Later", "Far away")]
    assert places == sorted(places)
    assert "deadline Tuesday 20 April 2027 (in 15 days)" in listed
    only = said(await kari.commands("rammevilkar", "consultation"))
    assert "Other topic" not in only
    assert only.index("Soon") < only.index("Later") < only.index("Far away")


async def test_a_co_signature_takes_the_word_of_who_acts_for_the_organisation(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone
) -> None:
    """«Sterkere sammen»: co-sign needs explicit confirmation by an authorised contact."""
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    (card,) = talk.room("grid")
    reply = await nils.clicks(card, "Co-sign")
    assert "Kari can answer for Eksempel in this." in said(reply)
    asked = await kari.clicks(card, "Co-sign")
    assert "You are co-signing version 1 of the draft." in said(asked)
    assert "0 of 2 have given a final answer" in card.text
    assert "sign" not in card.text.replace("Co-signatures", "").replace("signatures", ""), "a tap alone signs nothing"
    yes = (
        next(button for button in asked.card.list_buttons() if button.do == "consultations.confirm")
        if asked.card
        else None
    )
    assert yes is not None
    assert "Only the organisation's contacts can do this." in said(await nils.presses(yes)), "nor does a forged button"
    assert "Only the organisation's contacts" in said(await ola.presses(yes)), "nor somebody else's contact"
    await kari.presses(yes)
    assert "1 of 2 have given a final answer" in card.text
    assert "1 park co-signs" in card.text
    await nils.presses(yes)
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.appoint_representative(house.id, nils.person_id, DEPUTY)
    assert "Eksempel has already said that, through Kari." in said(await nils.presses(yes)), (
        "once for each organisation"
    )
    assert "1 park co-signs" in card.text


async def test_sums_of_strength_state_how_many_answered_and_tell_of_nobody(talk: Conversation, sara: Someone) -> None:
    """«Sterkere sammen»: sums state how many answered; five at least, and none above a quarter of the sum."""
    parks = {f"park{n}": 100 + n for n in range(6)}
    people = {code: await talk.person(code, organisation=code, contact=True) for code in parks}
    async with talk.database.begin() as store:
        for code, employees in parks.items():
            house = await store.organisations.find_organisation_by_code(code)
            assert house is not None
            house.employees = None if code == "park5" else employees
    await opened(sara, deadline="20 April 2027")
    await drafted(sara)
    (card,) = talk.room("grid")
    for n, (code, person) in enumerate(people.items(), 1):
        answer = await signs(person)
        assert f"{n} of 6 have given a final answer" in card.text
        if code != "park5":
            form = await person.clicks(answer, "Give figures")
            await person.submits(form, mw="12,5" if code != "park0" else "80 MW")
        whole = said(await person.commands("H-1", "consultation"))
        assert "510 employees" not in whole, "no sum as long as somebody can still come or go"
    text = "Employees: given by 5 of 6 that co-sign, the sum is not shown"
    assert text in card.text
    seen = said(await sara.commands("H-1", "consultation"))
    assert "510 employees (given by 5 of 6 that co-sign)" in seen, "the secretariat keeps the register"
    assert "MW of power: given by 5 of 6 that co-sign, the sum is not shown" in seen, "one has more than a quarter"
    await sara.submits(await sara.does("consultations.sent", "1"))
    assert "6 parks co-sign" in card.text
    assert "510 employees (given by 5 of 6 that co-sign)" in card.text
    assert "MW of power: given by 5 of 6 that co-sign, the sum is not shown" in card.text
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("park1")
        assert house is not None
        house.employees = 900
    whole = said(await people["park0"].commands("H-1", "consultation"))
    assert "510 employees (given by 5 of 6 that co-sign)" in whole, "what was told once is never told anew"


async def test_a_later_deadline_has_a_day_of_its_own_on_which_the_answer_is_sent(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    id = await opened(sara, deadline="15 April 2027")
    await drafted(sara, id, final=("yes",))
    for _ in range(11):
        await passes(talk, clock, days=1)
    assert len([post for post in sara.sees if "Send it today by 12 noon" in post.text]) == 1
    moved = said(await sara.submits(await sara.does("consultations.edit", id), deadline="22 April 2027"))
    assert "No working day is left" not in moved
    assert "Sent, by 12 noon – 22 April 2027" in moved
    for _ in range(8):
        await passes(talk, clock, days=1)
    for text in ("Send it today by 12 noon", "The deadline has passed. What was sent?"):
        assert len([post for post in sara.sees if text in post.text]) == 2
