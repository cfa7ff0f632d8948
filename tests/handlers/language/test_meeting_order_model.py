"""The model of lines that want a new meeting: it is up to date, and is heard beside the rules."""

from __future__ import annotations

import pytest

from handlers.chat.verbs import parse_command
from handlers.language.meeting_order_model import (
    KINDS,
    PROBABLE,
    UNLIKELY,
    compute_order_probability,
    extract_order_slots,
    guess_meeting_order,
    load_meeting_order_model,
)
from handlers.meetings.line_reader import is_meeting_order, may_order_meeting
from handlers.meetings.line_reader.meeting_orders import is_order_by_rules
from tests.linear_models import hash_examples
from tests.meeting_order_model import list_background, list_written_lines

#: no rule knows these for orders, and none is an example
WRAPPED = (
    "Jeg har lovet sjefen en gjennomgang av avvikene, få den inn torsdag kl 9 på Teams",
    "Styret vil samles om budsjettet 14. januar klokka 18 på Strandhotellet, kan det ordnes?",
    "Fellesmøte? Ja, fredag 11. desember kl 9 hos oss i Prøvedal",
    "Er det OK med møte om brøyting onsdag kl 12?",
    "Har avtalt med naboane at vi snakkar om støyen onsdag kl 17 på grendehuset, legg det inn du",
)
#: the rules take these for orders
SAID_OTHERWISE = (
    "The council will hold its meeting behind closed doors on Friday at 10",
    "Naboene holder loppemarked lørdag kl 10 og da blir det kø",
)


def test_the_file_is_of_the_examples() -> None:
    written = list_written_lines()
    assert load_meeting_order_model().trained_on == hash_examples(written), "run `make meeting-order-model`"
    assert {kind for kind, _ in (*written, *list_background())} == {*KINDS}
    assert not {*WRAPPED, *SAID_OTHERWISE} & {text for _, text in written}


@pytest.mark.parametrize("text", WRAPPED)
def test_an_order_that_no_rule_knows_is_learnt(text: str) -> None:
    assert not is_order_by_rules(text)
    assert guess_meeting_order(text) >= PROBABLE
    assert parse_command(text) == ("timed", text)
    assert is_meeting_order(text)


@pytest.mark.parametrize("text", SAID_OTHERWISE)
def test_what_the_rules_take_for_an_order_is_asked_about_where_that_is_unlikely(text: str) -> None:
    assert is_order_by_rules(text)
    assert compute_order_probability(text) < UNLIKELY
    assert (is_meeting_order(text), may_order_meeting(text)) == (False, True)


@pytest.mark.parametrize("text", ["", "?!", "🙂", "møte", "møte om støy", "møte og møte " * 60])
def test_what_is_too_short_or_too_long_is_not_guessed(text: str) -> None:
    assert guess_meeting_order(text) == 0


def test_a_line_without_words_has_no_slots() -> None:
    assert extract_order_slots("12.30?") == []
    assert compute_order_probability("12.30?") == 0


def test_any_day_month_and_address_is_as_good_as_another() -> None:
    said, other = "møte tirsdag 3. mai https://a.example/1", "møte fredag 14. juni https://b.example/2"
    assert extract_order_slots(said) == extract_order_slots(other)
