"""Consultations as rows: those that were taken up, with the organisations that sign and the steps up to the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.access.reaches.writing import written
from handlers.policy.consultations.days import STEPS
from storage.access.audiences import Sight
from storage.kit.database import Store
from storage.policy.consultation_responses import NO, YES
from storage.policy.consultations import PUBLIC


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """In the order they were registered. Neither proposals, nor figures, which are told in sums alone."""
    slugs = {topic.id: topic.slug for topic in await store.topics.all()}
    found = sorted(await store.consultations.listed(PUBLIC, Sight(whole=True)), key=lambda one: one.id)
    about = await store.consultations.topics_of([one.id for one in found])
    rows = []
    for one in found:
        said = await store.voices.of(one.id)
        steps = await store.voices.steps(one.id)
        rows.append(
            {
                "id": one.origin or one.code, "code": one.code, "title": one.title, "sender": one.sender,
                "link": one.link, "deadline": _day(one.deadline), "text": one.text,
                "topics": [slugs[id] for id in about[one.id] if id in slugs], "lang": one.language,
                "state": one.state, "version": one.version, "draft": one.draft_link,
                "draft_text": one.draft_text, "reach": await written(store, one.reach_id),
                "signs": [house.code for voice, house in said if voice.signs == YES],
                "earlier": [
                    f"{house.code}: {voice.version}"
                    for voice, house in said
                    if voice.signs == YES and voice.version != one.version
                ],
                "declines": [house.code for voice, house in said if voice.signs == NO],
                "affected": [house.code for voice, house in said if voice.affected == YES and voice.signs != YES],
                "unaffected": [house.code for voice, house in said if voice.affected == NO],
                "steps": [f"{name} {_day(steps[name].day)}" for name in STEPS if name in steps and steps[name].day],
                "sent_on": _day(one.sent_on), "sent_link": one.sent_link, "sent_text": one.sent_text,
                "outcome": one.outcome,
            }
        )  # fmt: skip
    return rows


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
