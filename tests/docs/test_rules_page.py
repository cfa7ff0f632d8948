"""The numbers on the page of rules are those of the code."""

from __future__ import annotations

from decimal import Decimal

from bot.intake import person_limits as limits_of_one
from bot.maintenance import source_poller
from handlers.directory import anonymity
from handlers.library.solutions import search_log
from handlers.moderation.review_queue import newcomer_gate
from handlers.notifications import sending_limits
from handlers.policy.rounds import deadlines, disclosure_control, round_fields
from handlers.questions.live import page_links
from tests.docs.pages import ROOT, read_page

#: on one line, however it is broken
PAGE = " ".join(read_page("rules").split())
SAID = (
    f"as far as {anonymity.FEWEST} organisations fit",
    f"at least {disclosure_control.LEAST} answers, with none over a quarter of it",
    f"answered {limits_of_one.COMMANDS} lines and {limits_of_one.DOINGS} presses a minute in each process",
    f"sends {sending_limits.BROADCASTS} things an hour to everybody",
    f"asked every {source_poller.EVERY / 3600:.0f} hours",
    f"and {newcomer_gate.MANY_LINKS} links or more",
    f"asks for at most {round_fields.MOST_FIELDS} things",
    f"more than {search_log.MOST_WORDS} words is not kept",
    f"good for {page_links.DAYS.days} days",
    f"{deadlines.BEFORE[0]} working days before the deadline, or {deadlines.BEFORE[1]} where",
)


def test_the_page_tells_the_numbers_of_the_code() -> None:
    assert [sentence for sentence in SAID if sentence not in PAGE] == []
    assert Decimal("0.25") == disclosure_control.SHARE
    assert limits_of_one.WITHIN == 60
    assert sending_limits.WITHIN.total_seconds() == 3600


def test_the_page_tells_how_many_sentences_the_hints_are_measured_on() -> None:
    sentences = (ROOT / "tests" / "evaluation" / "competition.jsonl").read_text("utf-8").splitlines()
    assert f"measured on {len(sentences)} labelled sentences" in PAGE
