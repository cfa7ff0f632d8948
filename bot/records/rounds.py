"""Input rounds as rows: what was asked, how many have answered, and what is published; never what one has answered."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from handlers.chat.say import Say
from handlers.rounds import editions, fields
from storage.database import Store
from storage.rounds import ANSWERED, DECLINED, SEEN, Round

#: the words of the totals are English, as the names of the columns are
_SAY = Say("en", ZoneInfo("UTC"))


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """In the order they were made; neither drafts nor answers."""
    rounds = sorted(await store.rounds.listed(SEEN, None, 10_000), key=lambda one: one.id)
    return [await _row(store, round) for round in rounds]


async def _row(store: Store, round: Round) -> dict[str, Any]:
    states = [answer.state for answer, _ in await store.rounds.answers(round.id)]
    issue = await store.issues.find(round.issue_id)
    consultation = await store.consultations.find(round.consultation_id)
    told = [
        f"{edition.number}. {label}: {text}"
        for edition in await store.editions.of_round(round.id)
        for cell in edition.data["cells"]
        for label, text in editions.rows_of(_SAY, cell)
    ]
    return {
        "id": round.code,
        "title": round.title,
        "why": round.why,
        "fields": [fields.line(_SAY, field) for field in await store.rounds.fields(round.id)],
        "deadline": round.deadline.isoformat(),
        "state": round.state,
        "issue": issue.code if issue else "",
        "consultation": consultation.code if consultation else "",
        "asked": len(states),
        "answered": states.count(ANSWERED),
        "declined": states.count(DECLINED),
        "totals": told,
    }
