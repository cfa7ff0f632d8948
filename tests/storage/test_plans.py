"""No statement about what grows for ever reads a table from one end to the other, but for those that are to.

SQLite tells of each statement of every repository how it would look for its rows, whatever the table holds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from storage.kit.base import Repository
from storage.kit.database import Database
from tests.statement_meter import statements
from tests.storage.calling import NOW, calls, methods, repositories

#: tables with a row for whatever members say, are sent and look for
GROWING = {
    *(
        "questions",
        "answers",
        "reactions",
        "solutions",
        "solution_uses",
        "rsvps",
        "people",
        "accounts",
        "conversations",
    ),
    *("deliveries", "delivery_events", "inbox", "early_changes", "chains", "held_posts", "trail"),
    *("search_documents", "search_postings", "search_letters", "search_vectors"),
}
#: repositories that read everything, now and then: nights, files, departures, a restore
THOROUGH = {
    *("NameRemoval", "PersonalData", "Retention", "SearchConsistency", "InactivityReport", "OrganisationHoldings"),
    *("Restores", "BulkRows"),
}
#: methods that read everything, and why they may
WHOLE = {
    "AuditTrail.list_newest_acts": "backwards, and only as many as are shown",
    "AuthoredContent.list_authored_solutions": "a person's own data, on asking",
    "AuthoredContent.list_quoting_questions": "erasing",
    "FigureCounts.count_figure_by_span": "the months of a figure on the web",
    "FigureIds.list_network_record_ids": "the report of a year, which the secretariat makes",
    "FigureIds.list_own_record_ids": "the year of an organisation, when its contact asks for it",
    "FigureIds.map_own_record_ids": "the year of an organisation, when its contact asks for it",
    "Memberships.list_unconfirmed_memberships": "the secretariat's list",
    "People.count_accounts_outside": "a playground's start",
    "People.list_all_people": "files",
    "People.list_full_names": "the secretariat's search for a person",
    "People.merge_person_rows": "two accounts that turn out to be one person's",
    "PostedCopies.list_subjects_naming_question": "a question that is hidden or withdrawn",
    "RecordLists.count_records": "how many a list on the web has, by filters of all kinds",
    "RecordLists.count_records_by_organisation": "what a list on the web can be narrowed to",
    "RecordLists.count_records_by_owner_and_topic": "the map of parks and topics",
    "TopicRecords.list_tried_solutions": "the map of parks and topics",
    "RecordLists.count_records_by_topic": "what a list on the web can be narrowed to",
    "RecordLists.list_records": "a page of a list on the web",
    "Rsvps.list_upcoming_rsvps_with_substitute": "along the index of meetings, and only those to come",
    "SearchIndex.count_common_terms": "nights",
    "SearchIndex.count_documents_by_term": "as many as a constant tells, at the most",
    "SearchVectors.count_unembedded_documents": "along an index, by the embedding worker",
    "SearchVectors.list_unembedded_documents": "along an index, by the embedding worker",
    "Solutions.delete_stale_drafts": "nights",
    "Solutions.list_newest_solutions": "the list of them all",
    "Solutions.list_published_solutions": "the list of them all",
    "Solutions.list_similar_codes": "a code that does not exist",
    "StarterSolutions.count_visible_solutions": "the library's first page",
    "TopicFollowers.list_topic_helpers": "a question that nobody answers",
    "Topics.list_topic_helpers": "a question that nobody answers",
    "Topics.merge_topics": "two topics that become one",
}


@pytest.fixture
async def empty(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    yield database
    await database.close()


async def _statements(database: Database, kind: type[Repository], name: str) -> dict[str, Any]:
    """What a method says to the database, each statement once, with some parameters."""
    with statements(database) as said:
        async with database.create_session(database.engine) as session:
            for given, named in calls(kind, name):
                try:
                    await getattr(kind(session, NOW), name)(*given, **named)
                    await session.flush()
                except Exception:  # noqa: BLE001 - whether it runs is told by `test_every_method`
                    pass
                await session.rollback()
                session.expunge_all()
    return {
        statement: given for statement, given in said if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH"))
    }


async def _read_whole(database: Database, kind: type[Repository], name: str) -> set[str]:
    """The growing tables that this method reads from one end to the other."""
    found, heard = set(), await _statements(database, kind, name)
    async with database.engine.connect() as connection:
        for statement, parameters in heard.items():
            plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all()
            steps = [step[3].split() for step in plan]
            found |= {table for verb, table, *_ in steps if verb == "SCAN" and table in GROWING}
    return found


@pytest.mark.parametrize(
    "kind",
    sorted({kind for kind in repositories() if kind.__name__ not in THOROUGH}, key=lambda one: one.__name__),
    ids=lambda one: one.__name__,
)
async def test_what_grows_is_looked_up(empty: Database, kind: type[Repository]) -> None:
    """`WHOLE` names no method in vain."""
    read = {f"{kind.__name__}.{name}": await _read_whole(empty, kind, name) for name in methods(kind)}
    assert {name for name, tables in read.items() if tables} == WHOLE.keys() & read.keys(), read
