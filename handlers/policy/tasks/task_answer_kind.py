"""Define how organisations say whether they take part in a joint task: once each, until it is over."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers.chat.record_subjects import build_task_subject
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, RenderContext, Turn
from handlers.policy.organisation_answers.answer_kind import AnswerCard, AnswerKind
from handlers.policy.tasks.lookup import may_see_task
from handlers.policy.tasks.task_card import redraw_task
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.tasks import ASKED, JOINED, Task, TaskPartner


class TaskAnswerChangeNotice(AnswerCard, frozen=True, kw_only=True):
    template = "tasks.colleague"

    record: int = msgspec.field(name="task")


class TaskAnswerKind(AnswerKind[Task, TaskPartner]):
    """Define the answers of organisations that are asked."""

    name, news = "task", TaskAnswerChangeNotice

    async def find_record(self, store: Store, record_id: int) -> Task | None:
        return await store.tasks.find(record_id)

    async def is_visible(self, store: Store, person: Person, record: Task) -> bool:
        return await may_see_task(store, person, record)

    async def list_speaking_organisations(self, at: ReaderContext, record: Task) -> Sequence[Organisation]:
        asked = {partner.organisation_id for partner, _ in await at.store.tasks.list_partners(record.id)}
        represented = await super().list_speaking_organisations(at, record)
        return [organisation for organisation in represented if organisation.id in asked]

    async def find_answer(self, at: RenderContext, record: Task, organisation_id: int) -> TaskPartner | None:
        partner = await at.store.tasks.find_partner(record.id, organisation_id)
        return partner if partner is not None and partner.state != ASKED else None

    def is_same_answer(self, before: TaskPartner, answer: TaskPartner) -> bool:
        return before.state == answer.state

    async def save_answer(
        self, turn: Turn, record: Task, organisation: Organisation, answer: TaskPartner, word: str
    ) -> None:
        await turn.store.tasks.store_partner(answer)

    async def redraw_organisation_answer(self, store: Store, record: Task, organisation_id: int) -> None:
        await redraw_task(store, record.id)

    def build_answer_subject(self, record: Task, organisation_id: int) -> str:
        return build_task_subject(record.id)

    def format_record_title(self, record: Task) -> str:
        return record.code

    def describe_answer(self, say: Say, answer: TaskPartner) -> str:
        return say("takes part") if answer.state == JOINED else say("does not take part")


TASK_ANSWERS = TaskAnswerKind()
