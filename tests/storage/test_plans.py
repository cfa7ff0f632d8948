"""No statement reads a table that grows from one end to the other, but for those that are to.

SQLite tells of each statement of every repository how it would look for its rows, whatever the table holds.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from storage.kit.base import Repository
from storage.kit.database import Database
from storage.kit.tables import metadata
from tests.statement_meter import statements
from tests.storage.calling import NOW, calls, methods, repositories

#: Tables that stay small, and why. Every other one grows with what members say and do, and with the years.
SMALL = {
    **dict.fromkeys(
        (
            *("organisations", "representatives", "sites", "plots", "plot_placements", "plot_pictures", "streams"),
            *("stream_declarations", "matching_limits"),
        ),
        "an organisation has one or some of them",
    ),
    **dict.fromkeys(
        (
            *("rooms", "room_topics", "topics", "topic_leads", "workspaces", "slack_bots", "slack_installations"),
            *("heartbeats", "memory_version", "lessons", "watched_sources", "cases"),
        ),
        "set up by people, or by the bot itself: at the most some hundred",
    ),
    **dict.fromkeys(
        (
            "consultations",
            "issues",
            "issue_topics",
            "meetings",
            "rounds",
            "round_fields",
            "schemes",
            "scheme_reports",
            "tasks",
        ),
        "what one association deals with: some dozens a year",
    ),
    **dict.fromkeys(
        (
            "links",
            "link_tries",
            "meeting_drafts",
            "searches_chosen",
            "searches_missed",
            "site_links",
            "topic_news",
            "web_sessions",
            "year_shares",
        ),
        "deleted after some days or months",
    ),
    "near_pairings": "those of one night",
    "reaches": "one for each audience that was ever chosen: the same is no second row",
    "playground_channels": "a playground, on one machine",
    "playground_messages": "a playground, on one machine",
}
GROWING = metadata.tables.keys() - SMALL.keys()
#: indexes along which only the first few rows are read
FIRST_FEW = "_highest"
#: a table, and what a statement calls it
ALIAS = re.compile(r"(?<![.\w])(\w+) AS (\w+)")
#: repositories that read everything, now and then: nights, files, departures, a restore
THOROUGH = {
    *("NameRemoval", "PersonalData", "Retention", "SearchConsistency", "InactivityReport", "OrganisationHoldings"),
    *("Restores", "BulkRows"),
}
#: methods that read everything, and why they may
WHOLE = {
    "AuditTrail.list_newest_acts": "backwards, and only as many as are shown",
    "AuthoredContent.list_authored_solutions": "a person's own data, on asking",
    "AuthoredContent.list_notified_rows": "erasing",
    "AuthoredContent.list_quoting_questions": "erasing",
    "ChannelMoves.move_room_channel": "a channel that its chat calls by a new id, once in years",
    "FigureCounts.count_figure_by_span": "the months of a figure on the web",
    "FigureIds.list_network_record_ids": "the report of a year, which the secretariat makes",
    "FigureIds.list_own_record_ids": "the year of an organisation, when its contact asks for it",
    "FigureIds.map_own_record_ids": "the year of an organisation, when its contact asks for it",
    "AuthoredContent.list_involved_consultation_ids": "a person's own data, on asking",
    "AuthoredContent.list_involved_issue_ids": "a person's own data, on asking",
    "CalendarFeeds.compute_feed_state": "the occurrences, some hundred a year; a calendar asks some times a day",
    "CalendarFeeds.list_meetings_of_person": "the occurrences, some hundred a year; where a calendar has changed",
    "Handovers.list_owned_records": "what somebody leaves behind",
    "Hidings.list_newest_hidings": "backwards, and only as many as are shown",
    "InvestorSheets.list_frozen_sheets": "the secretariat's list, some for each organisation",
    "ListingQuestions.list_all_questions": "files",
    "Listings.list_all_listings": "files",
    "Listings.list_circle_listings": "backwards, and only as many as are shown",
    "MatchAmounts.list_all_amounts": "files",
    "MatchReadinesses.list_all_readiness": "files",
    "MatchQuestions.delete_unsent_questions": "nights",
    "MatchQuestions.list_all_sent_questions": "files",
    "MatchRefusals.list_accepted_pairs": "what limits are proposed from, by the secretariat",
    "MatchRefusals.list_refusals": "all that was refused, as proposals count from the first: each planning reads it",
    "OwnReminders.delete_old_reminders": "the people, some hundred, once an hour",
    "Reports.erase_reports_by": "erasing",
    "MatchVotes.list_all_votes": "nights, files, and the measures of a quarter",
    "Matches.list_all_matches": "nights, files, and the facilitator's page on the web",
    "Memberships.list_unconfirmed_memberships": "the secretariat's list",
    "Occurrences.list_closed_occurrences": "backwards, and only as many as are shown",
    "OutcomeReports.list_reports": "the secretariat's list, one or two a year",
    "PlannedStops.list_all_stops": "files",
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
    "RecordLists.list_held_occurrence_ids": "how many meetings a page on the web has",
    "RecordLists.list_records": "a page of a list on the web",
    "RoundAgeing.list_answers_to_confirm": "once a day",
    "SeatClaims.list_all_claims": "files",
    "SearchIndex.count_common_terms": "nights",
    "SearchIndex.count_documents_by_term": "as many as a constant tells, at the most",
    "SearchVectors.count_unembedded_documents": "along an index, by the embedding worker",
    "SearchVectors.list_unembedded_documents": "along an index, by the embedding worker",
    "SolutionPictures.list_picture_files": "which copies may go, once in a while",
    "Solutions.delete_stale_drafts": "nights",
    "Solutions.list_newest_solutions": "the list of them all",
    "Solutions.list_published_solutions": "the list of them all",
    "Solutions.list_similar_codes": "a code that does not exist",
    "StarterSolutions.count_visible_solutions": "the library's first page",
    "TopicFollowers.list_topic_helpers": "a question that nobody answers",
    "TopicRecords.list_adopted_rounds": "the map of parks and topics",
    "Topics.list_topic_helpers": "a question that nobody answers",
    "Topics.merge_topics": "two topics that become one",
    "Tasks.list_open_tasks": "along the index of open actions",
    "Tasks.list_unanswered_tasks": "what is under way and waits for an answer, in each planning",
    "UnmatchedListings.list_all_unmatched": "files",
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
            found |= _list_scanned(statement, [step[3] for step in plan]) & GROWING
    return found


def _list_scanned(statement: str, steps: list[str]) -> set[str]:
    """The tables, by their own names, that these steps of a plan read from one end to the other."""
    names = {alias: table for table, alias in ALIAS.findall(statement) if table in metadata.tables}
    whole = [step.split()[1] for step in steps if step.startswith("SCAN ") and not step.endswith(FIRST_FEW)]
    return {names.get(name, name) for name in whole}


def test_a_table_is_known_by_its_other_names() -> None:
    statement = "SELECT 1 AS one FROM deliveries AS deliveries_1, people WHERE EXISTS (SELECT 1 FROM answers AS a)"
    steps = ["SCAN deliveries_1", "SEARCH people USING INTEGER PRIMARY KEY (rowid=?)", "SCAN a USING INDEX x"]
    assert _list_scanned(statement, steps) == {"deliveries", "answers"}


def test_what_is_small_is_a_table() -> None:
    assert SMALL.keys() <= metadata.tables.keys()


@pytest.mark.parametrize(
    "kind",
    sorted({kind for kind in repositories() if kind.__name__ not in THOROUGH}, key=lambda one: one.__name__),
    ids=lambda one: one.__name__,
)
async def test_what_grows_is_looked_up(empty: Database, kind: type[Repository]) -> None:
    """`WHOLE` names no method in vain."""
    read = {f"{kind.__name__}.{name}": await _read_whole(empty, kind, name) for name in methods(kind)}
    assert {name for name, tables in read.items() if tables} == WHOLE.keys() & read.keys(), read
