"""Export accepted consultations with their signing organisations and the steps up to the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.access.visibility.audience_format import format_audience
from handlers.policy.consultations.step_schedule import STEPS
from storage.access.audiences import Viewer
from storage.kit.database import Store
from storage.policy.consultation_responses import NO, YES
from storage.policy.consultations import PUBLIC


async def export_consultation_rows(store: Store) -> list[dict[str, Any]]:
    """Return consultations in the order they were registered.

    Neither proposals nor figures are exported: figures are told in sums alone.
    """
    slugs = {topic.id: topic.slug for topic in await store.topics.list_all_topics()}
    found = sorted(
        await store.consultations.list_consultations_in_states(PUBLIC, Viewer(whole=True)), key=lambda one: one.id
    )
    about = await store.consultations.map_topic_ids_by_consultation([one.id for one in found])
    rows = []
    for one in found:
        said = await store.consultation_responses.list_responses(one.id)
        steps = await store.consultation_responses.map_consultation_steps(one.id)
        rows.append(
            {
                "id": one.origin or one.code, "code": one.code, "title": one.title, "sender": one.sender,
                "link": one.link, "deadline": _format_consultation_day(one.deadline), "text": one.text,
                "topics": [slugs[id] for id in about[one.id] if id in slugs], "lang": one.language,
                "state": one.state, "version": one.version, "draft": one.draft_link,
                "draft_text": one.draft_text, "reach": await format_audience(store, one.reach_id),
                "signs": [organisation.code for response, organisation in said if response.signs == YES],
                "earlier": [
                    f"{organisation.code}: {response.version}"
                    for response, organisation in said
                    if response.signs == YES and response.version != one.version
                ],
                "declines": [organisation.code for response, organisation in said if response.signs == NO],
                "affected": [organisation.code for response, organisation in said
                             if response.affected == YES and response.signs != YES],
                "unaffected": [organisation.code for response, organisation in said if response.affected == NO],
                "steps": [f"{name} {_format_consultation_day(steps[name].day)}"
                      for name in STEPS if name in steps and steps[name].day],
                "sent_on": _format_consultation_day(one.sent_on), "sent_link": one.sent_link,
                "sent_text": one.sent_text,
                "outcome": one.outcome,
            }
        )  # fmt: skip
    return rows


def _format_consultation_day(day: date | None) -> str:
    return day.isoformat() if day else ""
