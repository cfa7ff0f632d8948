"""What is for the secretariat alone says so where its card is declared, and is drawn for nobody else."""

from __future__ import annotations

import ast
import re

from handlers import build_capability_router
from handlers.chat.card_arguments import list_card_classes
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.meetings import MONDAY
from tests.sources import Source, load_sources

#: cards that the secretariat gets among others -> who else reads them
OTHERS = {
    "ErasureHandoverNotice": "the contacts of the person's organisation",
    "HandoverCard": "the contacts of the organisation whose things are handed over",
    "MeetingProposalReminder": "the meeting's organiser",
    "MeetingProposalRequest": "the meeting's organiser",
    "QuestionCard": "everybody in the audience of the question",
    "QuietIssueReminder": "the owner of the issue",
    "IssueReviewRequest": "the owner of the issue",
    "SolutionUnattendedRequest": "the leads of the solution's topic",
    "SolutionVerificationRequest": "the owner of the solution",
    "TaskRequest": "who speaks for the organisation that is asked",
}
OWN_WORDS = re.compile(r"view\.person is (?:None or|not None and) not view\.person\.secretariat")


def list_cards_for_secretariat(source: Source) -> set[str]:
    """Return the cards that are made in functions which list the secretariat."""
    cards = {one.__name__ for one in list_card_classes()}
    found = set()
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
            names = {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in calls}
            found |= names & cards if "list_secretariat" in names else set()
    return found


def test_each_card_for_the_secretariat_is_declared_as_one() -> None:
    build_capability_router()
    posted = {name for source in load_sources("handlers") for name in list_cards_for_secretariat(source)}
    declared = {one.__name__ for one in list_card_classes() if one.for_secretariat}
    assert posted - declared == set(OTHERS), "declare `for_secretariat = True`, or say here who else reads it"
    assert len(declared & posted) > 15


def test_no_card_asks_for_the_secretariat_in_its_own_words() -> None:
    assert [source.name for source in load_sources("handlers") if OWN_WORDS.search(source.text)] == []


async def test_who_has_left_the_secretariat_is_shown_no_newcomer(sqlite_url: str, clock: Clock) -> None:
    """A card that looked at nobody before."""
    clock.set(MONDAY)
    talk = await Conversation(Database(sqlite_url, clock=clock)).begin()
    sara = await talk.person("sara", role="secretariat")
    turid = await talk.person("turid")
    await turid.submits(await turid.does("members.where"), other="Svartvassli Industripark")
    assert "Svartvassli" in sara.last.text
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).role = "member"
        await store.outbox.refresh_copies(f"member:{turid.person_id}")
    await talk.settle()
    assert sara.last.text == "This is no longer shown here."
    await talk.database.close()
