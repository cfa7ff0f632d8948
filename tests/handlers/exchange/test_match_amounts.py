"""What runs has its yearly amount, as each side gives it; what is far apart is pointed out and never averaged."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from handlers.exchange.matches.amount_facts import are_far_apart, compute_year_amount
from storage.exchange.matches import PILOT, RUNNING, STUDY, TALKS
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import HERE, THERE, asked, contact_of, find_matches, known, propose
from tests.policy import passes, said

#: what fits the offer in the conversations
TYPE = "heat"


@pytest.fixture
async def sides(talk: Conversation, clock: Clock, sara: Someone) -> tuple[Someone, Someone]:
    """The contacts of who supplies and who receives, in a match that runs since March 2027."""
    kari, ola = await contact_of(talk, "kari", "eksempel", HERE), await contact_of(talk, "ola", "dømeøyra", THERE)
    await propose(talk, clock, kari, ola)
    for who in (kari, ola):
        await who.clicks(asked(who)[0], "Interesting")
    assert "Say how much" not in known(kari)[0].labels
    form = await kari.clicks(known(kari)[0], "Next step")
    await kari.submits(form, stage=RUNNING, step="Måle hvert kvartal", day="2028-02-01")
    return kari, ola


def card_of(who: Someone) -> Post:
    """The card of the match, which both sides and the facilitator have."""
    (card,) = [post for post in who.sees if "Stage: Running" in post.text and "News of" not in post.text]
    return card


async def gives(who: Someone, amount: str, year: int = 2027) -> Reply:
    return await who.submits(await who.clicks(card_of(who), "Say how much"), amount=amount, year=str(year))


async def test_each_side_gives_its_own_and_all_three_see_both(sides: tuple[Someone, Someone], sara: Someone) -> None:
    """«avgjørende for en sirkulær industri»"""
    kari, ola = sides
    await gives(kari, "12 GWh")
    await gives(ola, "11 500 MWh")
    for who in (kari, ola, sara):
        assert "2027: supplied: 12 GWh · received: 11,500 MWh" in card_of(who).text
        assert "more than a fifth apart" not in card_of(who).text
    await gives(kari, "11,8 GWh")
    assert "2027: supplied: 11.8 GWh · received: 11,500 MWh" in card_of(ola).text


async def test_a_match_says_what_it_is_at_each_stage(sides: tuple[Someone, Someone], sara: Someone) -> None:
    kari, ola = sides
    assert "Running: 4 MW" in card_of(sara).text
    assert "covers all of the need" in card_of(sara).text
    for stage, head in ((PILOT, "Pilot: 4 MW"), (STUDY, "Being studied: 4 MW"), (TALKS, "In talks: 4 MW")):
        (card,) = [post for post in kari.sees if post.card.title.startswith("T-1")]
        await kari.submits(await kari.clicks(card, "Next step"), stage=stage, day="2028-02-01")
        assert [post.text for post in ola.sees if head in post.text], stage
    await kari.submits(await kari.clicks(known(kari)[0], "It has ended"))
    assert [post.text for post in ola.sees if "Closed: 4 MW" in post.text]
    assert not [post.text for who in (kari, ola, sara) for post in who.sees if "Possible match" in post.text]


@pytest.mark.draws("exchange.far_apart")
async def test_what_is_far_apart_is_told_to_both_sides_once(
    talk: Conversation, clock: Clock, sides: tuple[Someone, Someone], sara: Someone
) -> None:
    kari, ola = sides
    await gives(kari, "12 GWh")
    told = [await gives(ola, amount) for amount in ("9 GWh", "9,1 GWh")]
    await passes(talk, clock, days=1)
    for reply, amount in zip(told, ("9 GWh", "9.1 GWh"), strict=True):
        assert "Saved. " in said(reply)
        assert f"supplied: 12 GWh · received: {amount}" in said(reply)
        assert "For 2027 the two amounts are more than a fifth apart" in said(reply)
    for who, count in ((kari, 1), (ola, 0), (sara, 0)):
        posts = [post for post in who.sees if post.card.title == "Amount of T-1"]
        assert len(posts) == count, "who gave it has it in the answer"
        assert all("For 2027 the two amounts are more than a fifth apart" in post.text for post in posts)
        assert "supplied: 12 GWh · received: 9.1 GWh" in card_of(who).text
    form = await ola.clicks(told[-1], "Say how much")
    assert form.form is not None
    assert [(field.name, field.value) for field in form.form.fields] == [("year", "2027"), ("amount", "9.1 GWh")]


@pytest.mark.parametrize("amount", ["4 MW", "mye", "12", "-3 GWh", "5 mål", "1,2,3 GWh", "0 GWh"])
async def test_what_says_no_amount_of_a_year_is_asked_about_at_its_field(
    sides: tuple[Someone, Someone], amount: str
) -> None:
    kari, _ = sides
    assert "such as 12 GWh" in (await gives(kari, amount)).errors["amount"]
    assert "supplied" not in card_of(kari).text


async def test_a_year_is_one_of_the_last(sides: tuple[Someone, Someone]) -> None:
    kari, _ = sides
    form = await kari.clicks(card_of(kari), "Say how much")
    for year in ("2022", "2028", "x"):
        assert "year" in (await kari.submits(form, amount="12 GWh", year=year)).errors


async def test_no_year_is_offered_in_which_nothing_flowed_yet(
    talk: Conversation, clock: Clock, sides: tuple[Someone, Someone]
) -> None:
    """It runs since March 2027."""
    kari, _ = sides
    for now, years in ((2027, ["2027"]), (2028, ["2028", "2027"]), (2032, ["2032", "2031", "2030", "2029"])):
        clock.set(clock().replace(year=now))
        form = await kari.clicks(card_of(kari), "Say how much")
        assert form.form is not None
        assert [value for value, _ in form.form.fields[0].options] == years
        assert "year" in (await kari.submits(form, amount="12 GWh", year="2026")).errors


async def test_once_a_year_both_are_asked_with_the_last_amount_filled_in(
    talk: Conversation, clock: Clock, sides: tuple[Someone, Someone]
) -> None:
    kari, ola = sides
    await gives(kari, "12 GWh")
    (match,) = await find_matches(talk.database)
    assert match.next_on is not None
    clock.set(clock().replace(year=2028, month=2, day=1, hour=9))
    await passes(talk, clock, hours=1)
    (question,) = [post for post in ola.sees if "How is T-1" in post.text]
    assert "supplied: 12 GWh" in question.text
    form = await ola.clicks(question, "Say how much")
    assert form.form is not None
    assert [(field.name, field.value) for field in form.form.fields] == [("year", "2027"), ("amount", "")]
    await ola.submits(form, amount="11 GWh")
    (question,) = [post for post in kari.sees if "How is T-1" in post.text]
    form = await kari.clicks(question, "Say how much")
    assert form.form is not None
    assert [(field.name, field.value) for field in form.form.fields] == [("year", "2027"), ("amount", "12 GWh")]


async def test_only_its_two_sides_give_amounts_and_only_while_it_runs(
    talk: Conversation, sides: tuple[Someone, Someone], sara: Someone
) -> None:
    kari, ola = sides
    nils = await talk.person("nils", organisation="tredje", contact=True)
    (match,) = await find_matches(talk.database)
    assert "Say how much" not in card_of(sara).labels
    for who in (sara, nils):
        reply = await who.does("exchange.amount", str(match.id))
        assert reply.form is None
    form = await ola.clicks(card_of(ola), "Say how much")
    await kari.submits(await kari.clicks(card_of(kari), "It has ended"))
    ended = await ola.submits(form, amount="12 GWh", year="2027")
    assert ended.card is not None
    assert "T-1 has ended." in ended.card.fallback
    async with talk.database.read() as store:
        assert await store.match_amounts.list_all_amounts() == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("12 GWh", "10 GWh", False), ("12 GWh", "9,5 GWh", True), ("12 GWh", "12 000 MWh", False),
        ("12 GWh", "43,2 TJ", False), ("10 GWh", "8 GWh", False), ("12 GWh", "300 t", False), ("12 GWh", "?", False),
    ],
)  # fmt: skip
def test_a_fifth_of_the_larger_one_is_far_apart(one: str, other: str, apart: bool) -> None:
    assert are_far_apart(TYPE, (one, other)) is apart
    assert are_far_apart(TYPE, (other, one)) is apart


def test_an_amount_without_a_period_is_of_the_year() -> None:
    assert compute_year_amount(TYPE, "12 GWh") == compute_year_amount(TYPE, "12 GWh/år") == ("energy", 12e6)
    assert compute_year_amount("material", "1 200 t") == ("mass", 1.2e6)


async def test_a_match_that_was_looked_up_follows_the_amount_that_is_given_on_it(
    talk: Conversation, sides: tuple[Someone, Someone]
) -> None:
    """«T-1»"""
    kari, ola = sides
    (match,) = await find_matches(talk.database)
    kari.keeps = ola.keeps = True
    shown = []
    for who in sides:
        before = len(who.sees)
        await who.does("matches.open", str(match.id))
        assert len(who.sees) == before + 1, "what was looked up is kept in the chat"
        shown.append(who.last)
    await kari.submits(await kari.clicks(shown[0], "Say how much"), amount="12 GWh")
    assert ["2027: supplied: 12 GWh" in post.text for post in shown] == [True, True]
