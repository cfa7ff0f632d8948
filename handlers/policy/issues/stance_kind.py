"""Define how organisations answer issues: with a stance to the current text, and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from handlers.chat.cards import Card, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, RenderContext, Turn, View
from handlers.policy.issues import issue_texts
from handlers.policy.issues.issue_publication import build_issue_notice_subject, redraw_issue
from handlers.policy.issues.issue_versions import draw_text_changed_card
from handlers.policy.issues.lookup import may_see_issue
from handlers.policy.issues.stance_buttons import build_stance_value, is_of_another_text
from handlers.policy.organisation_answers.answer_kind import AnswerCard, AnswerKind
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issue_log import STANCE, IssueLogEntry
from storage.policy.issue_stances import IssueStance
from storage.policy.issues import Issue


class StanceChangeNotice(AnswerCard, frozen=True, kw_only=True):
    template = "issues.colleague"

    record: int = msgspec.field(name="issue")


class StanceKind(AnswerKind[Issue, IssueStance]):
    """Define the stances to an issue, which can change until the issue is closed."""

    name, news, ask = "issue", StanceChangeNotice, "issues.ask"
    bare = ("version", "organisation")

    async def find_record(self, store: Store, record_id: int) -> Issue | None:
        return await store.issues.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Issue) -> bool:
        return await may_see_issue(store, person, record)

    async def list_barred_organisation_ids(
        self, at: ReaderContext, record: Issue, organisation_ids: AbstractSet[int]
    ) -> AbstractSet[int]:
        if record.reach_id is None:
            return frozenset()
        within = await at.store.audiences.list_organisation_ids_in_audience(record.reach_id)
        return organisation_ids - within - {record.organisation_id}

    async def find_answer(self, at: RenderContext, record: Issue, organisation_id: int) -> IssueStance | None:
        return await at.store.issue_stances.find_stance(record.id, organisation_id)

    def is_same_answer(self, before: IssueStance, answer: IssueStance) -> bool:
        told = [(one.stance, one.reason, one.version) for one in (before, answer)]
        return told[0] == told[1]

    async def save_answer(
        self, turn: Turn, record: Issue, organisation: Organisation, answer: IssueStance, word: str
    ) -> None:
        await record_stance(turn.store, answer)

    async def redraw_organisation_answer(self, store: Store, record: Issue, organisation_id: int) -> None:
        await redraw_issue(store, record.id)

    def build_answer_subject(self, record: Issue, organisation_id: int) -> str:
        return build_issue_notice_subject(record.id)

    def build_answer_value(self, record: Issue, organisation_id: int | None = None, skip: int = 0) -> AnswerValue:
        return build_stance_value(record, organisation_id, skip)

    def get_text_version(self, record: Issue) -> int:
        return record.version

    async def draw_text_change(self, turn: Turn, record: Issue, value: str) -> Card | None:
        return await draw_text_changed_card(turn, record, value) if is_of_another_text(value, record) else None

    def format_record_title(self, record: Issue) -> str:
        return f"{record.code} {record.title}"

    def describe_answer(self, say: Say, answer: IssueStance) -> str:
        return issue_texts.list_stance_labels(say)[answer.stance]

    async def draw_answer_news(
        self, view: View, record: Issue, organisation: Organisation, answer: IssueStance | None
    ) -> Sequence[Part]:
        if answer is None:
            return (Text(describe_withdrawn_stance(view.say, record, organisation)),)
        reason = f" – {answer.reason}" if answer.reason else ""
        return (Text(f"{organisation.name}: {self.describe_answer(view.say, answer)}{reason}"),)

    def describe_missing_organisation(self, say: Say) -> str:
        return say(
            "Only the contact or deputy can support an issue for an organisation. First tell me which organisation"
            " you belong to."
        )


STANCES = StanceKind()


def build_stance(issue: Issue, organisation_id: int, stance: str, reason: str, person_id: int) -> IssueStance:
    """Build a stance to the current text."""
    by: dict[str, Any] = {"issue_id": issue.id, "organisation_id": organisation_id, "person_id": person_id}
    return IssueStance(**by, stance=stance, reason=reason, version=issue.version)


async def record_stance(store: Store, answer: IssueStance) -> None:
    """Store the stance, and log it."""
    kept = await store.issue_stances.store_stance(answer)
    await store.issue_log.add_issue_log_entry(
        IssueLogEntry(
            issue_id=kept.issue_id, kind=STANCE, what=kept.stance, text=kept.reason, person_id=kept.person_id,
            organisation_id=kept.organisation_id,
        )
    )  # fmt: skip


def describe_withdrawn_stance(say: Say, issue: Issue, organisation: Organisation) -> str:
    """Return that the organisation has withdrawn its stance."""
    return say("{organisation} no longer says anything about {code}.", organisation=organisation.name, code=issue.code)
