"""The page for the secretariat names commands, buttons and figures as they are, and the buttons in all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.chat import verbs
from handlers.meetings import proposal_escalation as proposals
from handlers.meetings.actions import action_reminders as actions
from handlers.meetings.minutes import minutes_reminders as minutes
from handlers.meetings.minutes import minutes_review
from handlers.meetings.reminders import reminder_kinds
from handlers.overview import cleanup
from handlers.policy.consultations import step_schedule as consultations
from handlers.policy.issues import issue_checks as issues
from handlers.policy.issues.issue_texts import QUIET
from handlers.policy.rounds import deadlines
from handlers.questions import question_escalation, triage_escalation
from tests.texts import TRANSLATED, catalogue

PAGE = (Path(__file__).parent.parent.parent / "docs" / "secretariat.md").read_text("utf-8")
BODY, _, TABLE = PAGE.partition("## Words on buttons\n")
#: maximum number of characters of a line of prose
WIDTH = 150
#: what is said of the marks themselves
MARKS = {"bold", "these marks"}


def named_buttons() -> list[str]:
    return sorted(set(re.findall(r"\*\*([^*]+)\*\*", BODY)) - MARKS)


def translated(language: str) -> dict[str, str]:
    """What is said for each English text, without those that have a plural."""
    return {message.id: message.string for message in catalogue(language) if isinstance(message.id, str)}


def draw_table() -> Iterator[str]:
    yield "| English | bokmål | nynorsk |"
    yield "|---|---|---|"
    texts = [translated(language) for language in TRANSLATED]
    for button in named_buttons():
        yield f"| {button} | {' | '.join(one[button] for one in texts)} |"


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_button_on_the_page_has_these_words_in_the_bot(language: str) -> None:
    assert len(named_buttons()) > 50
    assert set(named_buttons()) - translated(language).keys() == set()


def test_the_words_of_the_buttons_stand_at_its_end_in_all_languages() -> None:
    """Where it fails, the right table is in the message."""
    assert TABLE.strip().split("\n") == list(draw_table())


def test_each_command_on_the_page_is_one() -> None:
    found = set(re.findall(r"«([^»]+)»", BODY)) - MARKS
    assert len(found) > 15
    assert [command for command in found if verbs.parse_command(command)[0] in ("", "asked")] == []


@pytest.mark.parametrize(
    ("told", "figures"),
    [
        (r"after (\d+)\s+working hours the others among you hear of it, and after (\d+) everybody",
         (triage_escalation.OTHERS, triage_escalation.EVERYBODY)),
        (r"after (\d+) working hours the topic's leads hear of it, after (\d+) up to three .* after (\d+) whoever",
         tuple(hours for hours, _ in question_escalation.POLICY)),
        (r"reminds you after (\d+) and (\d+) working hours", (proposals.FIRST, proposals.AGAIN)),
        (r"after (\d+), (\d+) and (\d+) working days; when the time .* is over, at once, and after (\d+) and (\d+) w",
         (*minutes.STEPS, *minutes.APPROVE[1:])),
        (r"It is thrown away after (\d+) days", (cleanup.HELD.days,)),
        (r"nothing has happened for (\d+) days", (QUIET.days,)),
        (r"save the date .*? \| (\d+) days before", (reminder_kinds.USUAL[reminder_kinds.HOLD],)),
        (r"call for agenda items .*? \| (\d+) days before", (reminder_kinds.USUAL[reminder_kinds.CALL],)),
        (r"invitation \| .*? \| (\d+) days before", (reminder_kinds.USUAL[reminder_kinds.INVITATION],)),
        (r"agenda and papers \| .*? \| (\d+) days before", (reminder_kinds.USUAL[reminder_kinds.PAPERS],)),
        (r"(\d+) days before it; contacts of silent organisations (\d+) day before",
         (reminder_kinds.USUAL[reminder_kinds.SIGNUP], reminder_kinds.USUAL[reminder_kinds.SILENT])),
        (r"\| (\d+) \| it is announced .*\| (\d+) \| does it .*\| (\d+) and (\d+) .*\| (\d+) \| com.*\| (\d+) \| \*\*C",
         tuple(consultations.BEFORE[step] for step in (
             consultations.ANNOUNCE, consultations.INTEREST, consultations.DRAFT, consultations.FINAL,
             consultations.COMMENTS, consultations.SIGNATURES))),
    ],
)  # fmt: skip
def test_a_figure_on_the_page_is_that_of_the_bot(told: str, figures: tuple[int, ...]) -> None:
    found = re.search(told, " ".join(BODY.split()))
    assert found is not None, told
    assert tuple(int(one) for one in found.groups()) == figures


def test_what_is_told_in_words_is_so() -> None:
    """Three working days for corrections; two for an issue, and a word after one; actions; rounds."""
    assert minutes_review.PATIENCE == 3
    assert (issues.HALFWAY, issues.PATIENCE) == (8, 16)
    assert (actions.BEFORE, actions.AFTER, actions.LAST) == (3, 2, 5)
    assert deadlines.BEFORE[0] == 3


def test_no_line_of_prose_is_wider_than_it_can_be_read_in_a_diff() -> None:
    assert [line for line in PAGE.splitlines() if len(line) > WIDTH and not line.startswith("|")] == []
