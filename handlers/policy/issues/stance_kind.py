"""How organisations answer issues: with a stance to the text as it is, and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.chat.cards import Card, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Telling, Turn, View
from handlers.policy.issues import words
from handlers.policy.issues.lookup import may_see_issue
from handlers.policy.issues.publishing import notice_subject, redraw
from handlers.policy.issues.seals import is_of_another_text, value_of
from handlers.policy.issues.versions import changed_since
from handlers.policy.organisation_answers.answer_kind import AnswerKind
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issue_log import STANCE, IssueNote
from storage.policy.issue_stances import IssueSupport
from storage.policy.issues import Issue


class StanceKind(AnswerKind[Issue, IssueSupport]):
    """An organisation says what it means until the issue is closed."""

    name, news, ask, asked = "issue", "issues.colleague", "issues.ask", "issues.asked"
    bare = ("version", "organisation")

    async def find(self, store: Store, record_id: int) -> Issue | None:
        return await store.issues.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Issue) -> bool:
        return await may_see_issue(store, person, record)

    async def find_answer(self, at: Telling, record: Issue, organisation_id: int) -> IssueSupport | None:
        return await at.store.supports.find(record.id, organisation_id)

    def is_same(self, before: IssueSupport, answer: IssueSupport) -> bool:
        told = [(one.stance, one.reason, one.version) for one in (before, answer)]
        return told[0] == told[1]

    async def save(
        self, turn: Turn, record: Issue, organisation: Organisation, answer: IssueSupport, word: str
    ) -> None:
        await save_stance(turn.store, answer)

    async def redraw(self, store: Store, record: Issue, organisation_id: int) -> None:
        await redraw(store, record.id)

    def name_subject(self, record: Issue, organisation_id: int) -> str:
        return notice_subject(record.id)

    def write_value(self, record: Issue, organisation_id: int | None = None, skip: int = 0) -> AnswerValue:
        return value_of(record, organisation_id, skip)

    def count_version(self, record: Issue) -> int:
        return record.version

    async def draw_text_change(self, turn: Turn, record: Issue, value: str) -> Card | None:
        return await changed_since(turn, record, value) if is_of_another_text(value, record) else None

    def write_title(self, record: Issue) -> str:
        return f"{record.code} {record.title}"

    def describe_answer(self, say: Say, answer: IssueSupport) -> str:
        return words.stances(say)[answer.stance]

    async def draw_news(
        self, view: View, record: Issue, organisation: Organisation, answer: IssueSupport | None
    ) -> Sequence[Part]:
        if answer is None:
            return (Text(describe_silence(view.say, record, organisation)),)
        reason = f" – {answer.reason}" if answer.reason else ""
        return (Text(f"{organisation.name}: {self.describe_answer(view.say, answer)}{reason}"),)

    def say_where_to_belong(self, say: Say) -> str:
        return say("An organisation supports an issue by its contact or deputy. Say where you belong first.")


STANCES = StanceKind()


def write_stance(issue: Issue, organisation_id: int, stance: str, reason: str, person_id: int) -> IssueSupport:
    """Return a stance to the text as it is now."""
    by: dict[str, Any] = {"issue_id": issue.id, "organisation_id": organisation_id, "person_id": person_id}
    return IssueSupport(**by, stance=stance, reason=reason, version=issue.version)


async def save_stance(store: Store, answer: IssueSupport) -> None:
    """Keep a stance, and note it in the history."""
    kept = await store.supports.put(answer)
    await store.histories.note(
        IssueNote(
            issue_id=kept.issue_id, kind=STANCE, what=kept.stance, text=kept.reason, person_id=kept.person_id,
            organisation_id=kept.organisation_id,
        )
    )  # fmt: skip


def describe_silence(say: Say, issue: Issue, organisation: Organisation) -> str:
    """Return that the organisation has taken its stance back."""
    return say("{organisation} says nothing of {code} any more.", organisation=organisation.name, code=issue.code)
