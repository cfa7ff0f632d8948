"""Export issues with the stances of organisations, their reasons, and attributed evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.importers.rows.issue_parts import format_attributed_evidence, format_spoken_versions, format_stance_reasons
from bot.importers.rows.issues import FIELDS, LONGEST
from handlers.access.visibility.audience_format import format_audience
from handlers.chat.rows.organisation_rows import format_person_code
from storage.access.audiences import Viewer
from storage.kit.database import Store
from storage.policy.issue_stances import STANCES
from storage.policy.issues import PUBLIC


async def export_issue_rows(store: Store) -> list[dict[str, Any]]:
    """Return issues in the order they were raised; times in UTC.

    Neither drafts nor withdrawn issues are exported.
    """
    slugs = {topic.id: topic.slug for topic in await store.topics.list_all_topics()}
    organisation_codes = {row.id: row.code for row in await store.organisations.list_known_organisations()}
    issues = sorted(await store.issues.list_issues_in_states(PUBLIC, Viewer(whole=True)), key=lambda issue: issue.id)
    about = await store.issues.map_topic_ids_by_issue([issue.id for issue in issues])
    rows = []
    for issue in issues:
        owner, said = await store.people.find(issue.owner_id), await store.issue_stances.list_stances(issue.id)
        values: Mapping[str, Any] = {
            "id": issue.code, "topics": [slugs[id] for id in about[issue.id] if id in slugs], "lang": issue.language,
            **{name: getattr(issue, name) for name in (*LONGEST, "addressee_kind", "state", "version", "outcome")},
            "deadline": _format_issue_day(issue.deadline), "next": _format_issue_day(issue.next_on),
            "review": _format_issue_day(issue.review_on),
            "organisation": organisation_codes.get(issue.organisation_id or 0, ""),
            "owner": format_person_code(owner) if owner else "",
            "reach": await format_audience(store, issue.reach_id),
            "published": _format_issue_time(issue.published_at), "closed": _format_issue_time(issue.closed_at),
            **{stance: [organisation.code for support, organisation in said if support.stance == stance]
               for stance in STANCES},
            "earlier": format_spoken_versions(said, issue), "reasons": format_stance_reasons(said),
            "followers": [format_person_code(person)
                          for person in await store.issue_followers.list_issue_followers(issue.id)],
            "evidence": await format_attributed_evidence(store, issue),
        }  # fmt: skip
        rows.append({name: values[name] for name in FIELDS})
    return rows


def _format_issue_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _format_issue_time(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""
