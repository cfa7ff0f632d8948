"""Whose listing nothing fits after a night is told once, with exchanges known from elsewhere, and what can be done."""

from __future__ import annotations

import json

import pytest

from bot.importers.record_export import export_records
from bot.importers.seeding import SeedError, seed_records
from handlers.exchange.cases.case_choice import WantedFlow, choose_cases
from handlers.exchange.cases.documented_cases import (
    FILE,
    build_documented_cases,
    ensure_known_cases,
    load_documented_cases,
)
from handlers.exchange.flow_types import FLOW_TYPES
from storage.directory.organisations import CONTACT
from storage.exchange.cases import ExchangeCase
from storage.exchange.unmatched_listings import HELP
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import OFFER, THERE, asked, contact_of, find_listing_id, propose, writes
from tests.policy import passes, said

SLAG = "tilby 3 000 t/år slagg fra silikomangan"


def told(who: Someone) -> list[Post]:
    return [post for post in who.sees if "Nothing fits" in post.card.title]


async def nights(talk: Conversation, clock: Clock, count: int = 1) -> None:
    """Nights of workdays, and the mornings after them."""
    for _ in range(count):
        await passes(talk, clock, hours=24)


async def test_its_owner_hears_after_a_night_what_was_done_elsewhere(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    await writes(kari, SLAG)
    assert told(kari) == [], "not before a night"
    await nights(talk, clock)
    (post,) = told(kari)
    assert post.card.title == "Nothing fits B-1 so far"
    assert "Slag to cement is done in at least 4 places, among them:" in post.text
    assert "Porsgrunn (NO)" in post.text
    shown = [part for part in post.card.parts if getattr(part, "marked", False)]
    assert len(shown) == 3
    assert "https://poweredbytelemark.no/" in shown[0].text  # type: ignore[union-attr]
    assert post.labels == [
        "Take it up with the facilitator",
        "Ask the network",
        "What almost fits",
        "Leave it",
    ]


async def test_it_is_told_once_and_again_when_the_facts_change(talk: Conversation, clock: Clock, kari: Someone) -> None:
    await writes(kari, SLAG)
    await nights(talk, clock, 3)
    assert len(told(kari)) == 1
    listing = await find_listing_id(talk.database, "B-1")
    await kari.submits(await kari.does("exchange.edit", listing), text="Slagg, knust")
    await nights(talk, clock, 2)
    assert len(told(kari)) == 1, "other words in the same class are no other fact"
    await kari.submits(await kari.does("exchange.edit", listing), amount="50 000 t/år")
    await nights(talk, clock, 2)
    assert len(told(kari)) == 2


async def test_one_listing_of_an_organisation_is_told_of_in_a_night(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    for line in (SLAG, "tilby 2 t/h damp 10 bar"):
        await writes(kari, line)
    await nights(talk, clock)
    assert len(told(kari)) == 1
    await nights(talk, clock)
    assert [post.card.title for post in told(kari)] == ["Nothing fits B-1 so far", "Nothing fits B-2 so far"]


async def test_who_was_asked_about_a_match_is_not_told_that_nothing_fits(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    await propose(talk, clock, kari, ola)
    await nights(talk, clock, 2)
    assert (told(kari), told(ola)) == ([], [])


async def test_who_turned_a_match_down_reads_that_nothing_else_fits(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    await propose(talk, clock, kari, ola)
    await ola.clicks(asked(ola)[0], "Not relevant")
    await nights(talk, clock, 2)
    assert [post.card.title for post in ola.sees if "so far" in post.card.title] == ["Nothing else fits B-1 so far"]


async def test_a_match_of_which_the_hidden_side_alone_knows_is_told_like_none(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    """Else whoever hears nothing in the morning would know that somebody hides something that fits."""
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    await propose(talk, clock, kari, ola, reach="hidden")
    assert (len(asked(kari)), asked(ola)) == (1, [])
    await nights(talk, clock, 2)
    assert (told(kari), len(told(ola))) == ([], 1)


async def test_help_is_on_the_facilitators_list_until_it_is_dealt_with(
    talk: Conversation, clock: Clock, kari: Someone, sara: Someone
) -> None:
    await writes(kari, SLAG)
    await nights(talk, clock)
    await kari.clicks(told(kari)[0], "Take it up with the facilitator")
    assert "It is on the facilitator's list." in told(kari)[0].text
    assert told(kari)[0].labels == []
    assert "Matches that want a facilitator (1)" in said(await sara.commands("", "home"))
    desk = await sara.does("matches.desk")
    assert "Nothing fits, and they ask for help" in said(desk)
    assert "Kari" in said(desk)
    rest = await sara.clicks(desk, "Dealt with")
    assert "No match wants a facilitator now." in said(rest)
    assert "A facilitator has dealt with it." in told(kari)[0].text


async def test_what_is_left_stays_left_and_a_second_press_changes_nothing(
    talk: Conversation, clock: Clock, kari: Someone, sara: Someone
) -> None:
    await writes(kari, SLAG)
    await nights(talk, clock)
    post = told(kari)[0]
    help_button = next(button for button in post.card.list_buttons() if button.do == "exchange.help")
    await kari.clicks(post, "Leave it")
    assert "It is still matched with what is new." in told(kari)[0].text
    await kari.presses(help_button)
    async with talk.database.read() as store:
        assert [row.answer for row in await store.unmatched_listings.list_all_unmatched()] == ["leave"]
        assert HELP not in [row.answer for row in await store.unmatched_listings.list_all_unmatched()]
    assert "No match wants a facilitator now." in said(await sara.does("matches.desk"))


async def test_what_was_said_stays_in_a_message_that_tells_other_things_first(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    """Kari acts for two organisations, and hears of a listing of each in one message."""
    await contact_of(talk, "ola", "dømeøyra", THERE)
    async with talk.database.begin() as store:
        other = await store.organisations.find_organisation_by_code("dømeøyra")
        assert other is not None
        await store.organisations.appoint_representative(other.id, kari.person_id, CONTACT)
        (site,) = await store.sites.list_sites_of_organisations([other.id])
    await writes(kari, SLAG)
    await writes(kari, "tilby 2 t/h damp 10 bar", site=str(site.id))
    await nights(talk, clock)
    (post,) = [post for post in kari.sees if "Nothing fits B-2" in post.text]
    *_, leave = [button for button in post.card.list_buttons() if button.do == "exchange.leave"]
    await kari.presses(leave, post.id)
    (post,) = [post for post in kari.sees if "Nothing fits B-2" in post.text]
    assert "It is still matched with what is new." in post.text
    assert post.labels.count("Leave it") == 1


async def test_the_network_is_asked_in_a_form_that_has_the_words(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    await writes(kari, SLAG)
    await nights(talk, clock)
    form = (await kari.clicks(told(kari)[0], "Ask the network")).form
    assert form is not None
    values = {field.name: field.value for field in form.fields}
    assert values["text"] == "Who could use this? 3 000 t/år slagg fra silikomangan"
    assert values["topic"] == "symbiose"


async def test_somebody_else_can_answer_none_of_it(talk: Conversation, clock: Clock, kari: Someone) -> None:
    await writes(kari, SLAG)
    await nights(talk, clock)
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    for button in told(kari)[0].card.list_buttons():
        reply = await ola.presses(button)
        refused = "Only its owner" if button.do == "exchange.near" else "I cannot find that offer or need."
        assert refused in said(reply)
    assert "Only the secretariat" in said(await ola.does("exchange.settle", "1"))


async def test_a_case_is_shown_by_its_code_to_members_alone(talk: Conversation, clock: Clock, kari: Someone) -> None:
    await writes(kari, OFFER)
    await nights(talk, clock)
    shown = await kari.says("K-1")
    assert shown.card is None or "Slag to cement" in said(shown)
    assert "Slag to cement" in kari.last.text
    async with talk.database.read() as store:
        case = await store.cases.find_case_by_code("K-1")
    assert case is not None
    guest = await talk.person("gjest", role="guest")
    assert "Slag to cement" not in said(await guest.does("cases.open", str(case.id)))
    async with talk.database.begin() as store:
        kept = await store.cases.find_case_by_code("K-1")
        assert kept is not None
        kept.retired_at = store.now
    assert "I cannot find that exchange." in said(await kari.does("cases.open", str(case.id)))


def choose(text: str, type_: str, *, kind: str | None = None, offer: bool = True) -> list[ExchangeCase]:
    return choose_cases(WantedFlow(offer, type_, kind, text, "nb"), build_documented_cases())


def test_the_most_alike_come_first() -> None:
    fish = choose("Landbasert oppdrett av fisk trenger varme", "heat", offer=False)
    assert {case.what_en for case in fish[:3]} == {"Waste heat to fish farming"}
    assert [case.what_en for case in choose("Slagg fra ovn", "material", kind="slag")][:1] == ["Slag to cement"]
    assert fish[0].country == "NO"


def test_another_kind_and_another_matter_are_not_alike() -> None:
    assert {case.kind for case in choose("Gips", "material", kind="gypsum")} == {"gypsum"}
    assert choose("Gamle maskindeler", "material") == []
    assert choose("Ledige lærlingplasser", "people") == []
    assert {case.type for case in choose("Oksygen", "oxygen")} == {"oxygen"}


async def test_the_file_that_comes_with_the_bot_is_loaded_as_it_is_stored(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        await ensure_known_cases(store)
    stored = await export_records(talk.database, "cases")
    await seed_records(talk.database, "cases", FILE.read_text("utf-8").splitlines())
    assert list(await export_records(talk.database, "cases")) == list(stored)


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "gull"), ("country", "Norge"), ("source", "et sted"), ("type", "gull"), ("id", "E-1")]
)
async def test_a_case_with_a_mistake_is_refused_by_its_field(talk: Conversation, field: str, value: str) -> None:
    row = json.loads(FILE.read_text("utf-8").splitlines()[0]) | {field: value}
    with pytest.raises(SeedError, match=field):
        await seed_records(talk.database, "cases", [json.dumps(row)])


def test_each_documented_case_has_a_type_a_public_source_and_its_words_in_three_languages() -> None:
    cases = load_documented_cases()
    assert len({case.id for case in cases}) == len(cases) == len(FILE.read_text("utf-8").splitlines())
    assert {case.type for case in cases} <= set(FLOW_TYPES)
    assert all(case.source.startswith(("https://", "http://")) for case in cases)
    named = {case.what_en: (case.what_nb, case.what_nn) for case in cases}
    assert all(named[case.what_en] == (case.what_nb, case.what_nn) for case in cases), "counted by the same words"
    assert all(len({case.text_nb, case.text_nn, case.text_en}) == 3 for case in cases)
