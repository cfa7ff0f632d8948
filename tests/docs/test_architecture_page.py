"""The page on architecture names states and steps as the code has them."""

from __future__ import annotations

import re

from bot.delivery.delivery_protocol import ANSWERED, CLAIM_LEASE, MOST_ATTEMPTS, PATIENCE, SETTLE
from bot.dispatcher import TRIES
from storage.directory import rooms
from storage.exchange import listings, matches
from storage.library import solutions
from storage.meetings import actions, agenda, meetings, minutes, occurrences
from storage.moderation import held_messages
from storage.policy import consultations, issues, rounds
from storage.questions import questions
from storage.queue import delivery_rows
from tests.docs.pages import ROOT, read_codes, read_rows, read_section

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
#: on one line, however it is broken
TEXT = " ".join(PAGE.split())
STATES = {
    "question": questions.STATES,
    "solution": solutions.STATES,
    "issue": issues.STATES,
    "consultation": consultations.STATES,
    "meeting": meetings.STATES,
    "occurrence": occurrences.STATES,
    "agenda item": agenda.STATES,
    "minutes": minutes.STATES,
    "action": actions.STATES,
    "input round": (rounds.DRAFT, *rounds.SEEN),
    "listing": listings.STATES,
    "match": matches.STAGES,
    "held post": held_messages.STATES,
    "delivery": delivery_rows.STATES,
}


def test_the_page_tells_the_states_of_every_record() -> None:
    told = {row[0]: read_codes(row[1]) for row in read_rows(read_section(PAGE, "States"))}
    assert told == {name: list(states) for name, states in STATES.items()}
    assert f"`{questions.STALE}` or `{questions.CLOSED}`" in TEXT
    assert f"`{rooms.OPEN}`, `{rooms.LOST}` or `{rooms.WAITING}`" in TEXT


def test_the_picture_of_a_delivery_has_each_of_its_states() -> None:
    section = read_section(PAGE, "The life of a delivery")
    arrows = re.findall(r"^ +(\S+) --> (\w+):", section, flags=re.MULTILINE)
    assert {state for arrow in arrows for state in arrow} == {"[*]", *delivery_rows.STATES}


def test_the_page_tells_the_numbers_of_the_protocol() -> None:
    sentences = (
        f"{ANSWERED.seconds} seconds later where it had answered with an error, {SETTLE.seconds} where it had not",
        f"after {MOST_ATTEMPTS} tries, once it is due for {PATIENCE.total_seconds() / 3600:.0f} hours",
        f"its lease of {CLAIM_LEASE.seconds} seconds ends",
    )
    assert [sentence for sentence in sentences if sentence not in TEXT] == []
    assert TRIES == 3, "the page says three times"
