"""Issues as rows: those that are out, with the organisations that support them and the evidence that has a name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from storage.database import Store
from storage.histories import NAMED
from storage.issues import PUBLIC
from storage.reaches import Sight
from storage.supports import STANCES


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """In the order they were raised; times in UTC. Neither drafts nor what was taken back."""
    slugs = {topic.id: topic.slug for topic in await store.topics.all()}
    houses = {row.id: row.code for row in await store.organisations.all()}
    issues = sorted(await store.issues.listed(PUBLIC, Sight(whole=True)), key=lambda issue: issue.id)
    about = await store.issues.topics_of([issue.id for issue in issues])
    rows = []
    for issue in issues:
        said = await store.supports.of(issue.id)
        evidence = [entry for entry, _ in await store.histories.evidence(issue.id) if entry.level == NAMED]
        rows.append(
            {
                "id": issue.code, "topics": [slugs[id] for id in about[issue.id] if id in slugs],
                "lang": issue.language, "title": issue.title, "problem": issue.problem, "affected": issue.affected,
                "wanted": issue.wanted, "addressee_kind": issue.addressee_kind, "addressee": issue.addressee,
                "deadline": _day(issue.deadline), "organisation": houses.get(issue.organisation_id or 0, ""),
                "state": issue.state, "version": issue.version, "outcome": issue.outcome,
                "published": _time(issue.published_at), "closed": _time(issue.closed_at),
                **{stance: [house.code for support, house in said if support.stance == stance] for stance in STANCES},
                "evidence": [" – ".join(filter(None, (entry.figure, entry.text))) for entry in evidence],
            }
        )  # fmt: skip
    return rows


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _time(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""
