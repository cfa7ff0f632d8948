"""Questions as rows: those that are out, with who asked unless they asked anonymously."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.reaches.writing import written
from handlers.records.organisations import code_of
from storage.database import Store


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """Oldest first; times in UTC. Neither drafts nor what was taken back."""
    slugs = {topic.id: topic.slug for topic in await store.topics.all()}
    houses = {row.id: row.code for row in await store.organisations.all()}
    people = {person.id: code_of(person) for person in await store.people.all()}
    rows = []
    for question in await store.questions.published():
        named = not question.anonymous
        rows.append(
            {
                "id": question.id, "topic": slugs.get(question.topic_id or 0, ""), "lang": question.language,
                "text": question.text, "state": question.state,
                "asker": people.get(question.asker_id, "") if named else "",
                "organisation": houses.get(question.organisation_id or 0, "") if named else "",
                "published": _time(question.published_at), "solved": _time(question.solved_at),
                "reach": await written(store, question.reach_id),
                "answers": await store.answers.count(question.id), "outcome": question.outcome,
            }
        )  # fmt: skip
    return rows


def _time(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""
