"""Draw the buttons of stances to an issue, and identify the text that they were drawn beside.

A fingerprint of the text stands beside its version.
A restored database counts versions on from its backup: the same number may be another text then.
"""

from __future__ import annotations

from typing import Any

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.policy.organisation_answers.button_values import AnswerValue, fingerprint_words, parse_answer_value
from storage.policy.issues import WORDS, Issue

#: fields that a stance is about
FROZEN = (*WORDS, "addressee_kind", "addressee")


def list_frozen_texts(issue: Issue) -> dict[str, Any]:
    return {name: getattr(issue, name) for name in FROZEN}


def fingerprint_issue(issue: Issue) -> int:
    return fingerprint_words(*list_frozen_texts(issue).values())


def build_stance_value(issue: Issue, organisation_id: int | None = None, skip: int = 0) -> AnswerValue:
    """Build the value of a button that is drawn beside the current text."""
    return AnswerValue(issue.id, organisation_id, issue.version, fingerprint_issue(issue), skip)


def is_of_another_text(value: str, issue: Issue) -> bool:
    found = parse_stance_value(value)
    return found.version not in (None, issue.version) or found.text not in (None, fingerprint_issue(issue))


def parse_stance_value(value: str) -> AnswerValue:
    return parse_answer_value(value, ("version", "organisation"))


def draw_stance_buttons(say: Say, issue: Issue, organisation_id: int | None = None) -> tuple[Button, ...]:
    """Draw the buttons. Each carries the version of the text that is shown beside it."""
    value = build_stance_value(issue, organisation_id).encode_value()
    return (
        Button(say("Support"), "issues.support", value, "primary"),
        Button(say("Support if …"), "issues.conditional", value),
        Button(say("Neutral"), "issues.neutral", value),
        Button(say("Oppose"), "issues.against", value),
    )
