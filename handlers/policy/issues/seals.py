"""Seals: which text of an issue a button was drawn beside. Its version alone does not say it.

Versions are counted, and a restored database counts on from its backup: the same number may be another text then.
"""

from __future__ import annotations

from typing import Any

from handlers.policy.organisation_answers.button_values import AnswerValue, read_answer, seal_words
from storage.policy.issues import WORDS, Issue

#: what supporters stand behind
FROZEN = (*WORDS, "addressee_kind", "addressee")


def text_of(issue: Issue) -> dict[str, Any]:
    return {name: getattr(issue, name) for name in FROZEN}


def seal(issue: Issue) -> int:
    return seal_words(*text_of(issue).values())


def value_of(issue: Issue, organisation_id: int | None = None, skip: int = 0) -> AnswerValue:
    """Return what a button carries that is drawn beside the text as it is now."""
    return AnswerValue(issue.id, organisation_id, issue.version, seal(issue), skip)


def is_of_another_text(value: str, issue: Issue) -> bool:
    found = read_value(value)
    return found.version not in (None, issue.version) or found.text not in (None, seal(issue))


def read_value(value: str) -> AnswerValue:
    return read_answer(value, ("version", "organisation"))
