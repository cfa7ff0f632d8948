"""Which question is chosen: the answer on which most listings hang that its owner may know of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.exchange.asking.daily_questions import PUT_OFF, SEVERAL, classify_counterparts, may_ask_again
from handlers.exchange.asking.open_answers import OpenAnswer, SettledPairs, find_open_answers
from handlers.exchange.asking.question_texts import describe_counterparts
from handlers.exchange.matches.listing_sight import ListingSights
from handlers.exchange.matches.pair_finder import Candidate
from storage.access.audiences import CHOSEN, EXCEPT, OWN
from storage.exchange.listing_questions import HELP, NEVER, OFF, REFUSED, SAID, UNKNOWN, WAITS, ListingQuestion
from storage.exchange.listings import HIDDEN_LEVEL, MEMBERS_LEVEL, NEED, OFFER, Listing

TODAY, NOW = date(2027, 3, 2), datetime(2027, 3, 2, 9, tzinfo=UTC)
#: circles: one that nobody else is in, one that keeps organisation 1 out, one of the own organisation
ALONE, WITHOUT_1, OWN_ONLY = 1, 2, 3
SIGHTS = ListingSights(
    {ALONE: (CHOSEN, frozenset()), WITHOUT_1: (EXCEPT, frozenset((2,))), OWN_ONLY: (OWN, frozenset())}
)
YEAR = (100,) * 12


def offer(id: int = 1, organisation: int = 1, *, reach: int | None = None, level: str = MEMBERS_LEVEL,
          **known: object) -> Candidate:  # fmt: skip
    return build(OFFER, id, organisation, reach, level, {"amount": None, "temperature": 75.0} | known)


def need(id: int, organisation: int = 2, *, reach: int | None = None, level: str = MEMBERS_LEVEL,
         **known: object) -> Candidate:  # fmt: skip
    return build(
        NEED, id, organisation, reach, level, {"amount": "60 GWh/år", "temperature": 55.0, "lat": 59.25} | known
    )


def build(
    direction: str, id: int, organisation: int, reach: int | None, level: str, known: dict[str, object]
) -> Candidate:
    row = {
        "id": id, "organisation": str(organisation), "direction": direction, "type": "heat", "text": "", "months": YEAR,
        "lat": 59.14, "lon": 9.66, "language": "nb", "quality_text": "",
    }  # fmt: skip
    return Candidate(id, organisation, direction, "heat", level, reach, NOW, tuple((row | known).items()))


async def find(*candidates: Candidate, settled: SettledPairs | None = None) -> dict[int, list[tuple[int, str, int]]]:
    """Return organisation -> listing, field and number, in the order in which they are asked."""
    found = await find_open_answers(candidates, SIGHTS, settled or SettledPairs(), TODAY)
    return {
        house: [(one.listing.id, one.field, one.counterparts) for one in answers] for house, answers in found.items()
    }


async def test_the_answer_on_which_most_hangs_comes_first() -> None:
    cold = [need(id, months=None) for id in (5, 6)]
    found = await find(offer(1), offer(2, amount="60 GWh/år", temperature=None), need(3), need(4), *cold)
    assert found[1][0] in ((1, "amount", 4), (2, "temperature", 4))
    assert {(5, "months", 1), (6, "months", 1)} <= {*found[2]}, "with the offer that says how much it is"


async def test_what_is_far_or_of_the_same_house_hangs_on_nothing() -> None:
    assert await find(offer(1), need(2, lat=62.0)) == {}
    assert await find(offer(1), need(2, organisation=1)) == {}
    assert await find(offer(1, amount="50 GWh/år"), need(2)) == {}, "all is said"


@pytest.mark.parametrize(
    "other",
    [
        need(2, level=HIDDEN_LEVEL),
        need(2, reach=OWN_ONLY),
        need(2, reach=WITHOUT_1),
        need(2, reach=ALONE),
    ],
)
async def test_what_its_owner_may_not_know_of_decides_no_question(other: Candidate) -> None:
    assert await find(offer(1), other) == {}


async def test_what_others_read_without_a_name_decides_one_in_classes() -> None:
    settled = SettledPairs(told={2})
    found = await find_open_answers([offer(1), need(2, reach=ALONE)], SIGHTS, settled, TODAY)
    (answer,) = found[1]
    assert (answer.counterparts, answer.named) == (1, False)
    assert await find(offer(1, reach=ALONE, level=HIDDEN_LEVEL), need(2)) == {1: [(1, "amount", 1)]}


async def test_a_pair_that_is_settled_for_the_own_side_decides_no_question() -> None:
    pair = (offer(1), need(2))
    assert await find(*pair, settled=SettledPairs(known={(1, 2)})) == {}
    assert await find(*pair, settled=SettledPairs(refused={(1, 2)})) == {}
    by_the_other = SettledPairs(refused={(2, 1)})
    assert await find(*pair, settled=by_the_other) == {1: [(1, "amount", 1)]}, "a number that falls would tell of a no"


@pytest.mark.parametrize(
    ("answer", "days", "again"),
    [
        (WAITS, 400, False),
        (SAID, 1, True),
        (OFF, 1, True),
        (UNKNOWN, 89, False),
        (UNKNOWN, PUT_OFF.days, True),
        (NEVER, 400, False),
        (HELP, 400, False),
        (REFUSED, 400, False),
    ],
)
def test_what_was_asked_is_asked_again_only_when_it_is_unknown_again_or_was_put_off(
    answer: str, days: int, again: bool
) -> None:
    at = NOW - timedelta(days=days)
    assert may_ask_again(ListingQuestion(asked_at=at, answered_at=at, answer=answer), NOW) is again
    assert may_ask_again(None, NOW)


@pytest.mark.parametrize(
    ("language", "named", "blind", "several"),
    [
        ("nb", "2 behov i nettverket avhenger av svaret.", "Ett eller flere behov", "Flere behov i nettverket"),
        ("nn", "2 behov i nettverket er avhengige av svaret.", "Eitt eller fleire behov", "Fleire behov i nettverket"),
        ("en", "2 needs in the network depend on the answer.", "One or more needs", "Several needs in the network"),
    ],
)
def test_a_number_is_told_only_of_those_who_are_known_by_name(
    language: str, named: str, blind: str, several: str
) -> None:
    say, mine = Say(language, Arena().zone), Listing(direction=OFFER)

    def told(count: int, *, by_name: bool) -> str:
        answer = OpenAnswer(offer(1), "amount", count, by_name)
        row = ListingQuestion(counterparts=classify_counterparts(answer), named=by_name)
        return describe_counterparts(say, mine, row)

    assert told(2, by_name=True) == named
    assert told(1, by_name=False) == told(2, by_name=False)
    assert told(1, by_name=False).startswith(blind)
    assert told(SEVERAL, by_name=False) == told(40, by_name=False)
    assert told(40, by_name=False).startswith(several)
