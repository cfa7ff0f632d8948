"""Publish a solution to the index and the rooms of its topic in one transaction, and withdraw it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.chat.turn import Turn
from handlers.language.document_search import Document, index_documents, unindex_document
from handlers.notifications import escalation
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.library.solutions import CIRCLE, PUBLISHED, RETIRED, WORDS, Solution

#: Kinds of escalations: the verify-by date has come, the author has to consent, a draft waits for its owner.
VERIFY, CONSENTED, DRAFTED = "solutions.verify", "solutions.consent", "solutions.draft"
#: Months until a solution must be verified. Those about grants and tariffs change every year.
USUAL_MONTHS, YEARLY_MONTHS = 12, 3
GRANTS = "virkemidler"
#: The Norwegian words also match inside compounds (effekttariff, investeringstilskudd).
_CHANGING = re.compile(r"tilskudd|tilskot|tariff|nettlei[eg]|støtteordning|stønadsordning|\bgrants?\b", re.IGNORECASE)


class SolutionCard(CardArguments, frozen=True):
    template = "solutions.card"

    solution: int
    #: Number of the publication that it belongs to. Cards of an earlier one were withdrawn.
    sending: int


def build_solution_subject(solution_id: int) -> str:
    """Return the outbox subject of the cards in rooms."""
    return f"solution:{solution_id}"


def build_solution_notice_subject(solution_id: int) -> str:
    """Return the outbox subject of private messages, which stay when the cards in rooms are withdrawn."""
    return f"solution:{solution_id}:notice"


def build_verification_subject(solution_id: int) -> str:
    """Return the outbox subject of verification requests, by which their receivers hear the outcome."""
    return f"solution:{solution_id}:verify"


def build_solution_document(solution: Solution) -> Document:
    """Build the search document. The contact is left out: names are not searched."""
    more = (solution.cost_time, solution.preconditions, solution.pitfall, solution.failed, solution.park, solution.code)
    return Document(
        kind="solution",
        id=solution.id or 0,
        topic_id=solution.topic_id,
        language=solution.language,
        organisation_id=solution.organisation_id,
        level=solution.level,
        reach_id=solution.reach_id,
        title=solution.title,
        body=". ".join(map(extract_plain_text, filter(None, (solution.problem, solution.done, solution.result)))),
        extra=". ".join(map(extract_plain_text, filter(None, more))),
        keywords=tuple(solution.keywords),
        verified_until=find_verified_until(solution),
    )


def find_verified_until(solution: Solution) -> date | None:
    """Return the last day on which the badge says verified; None if the badge does not say so."""
    if solution.verified_at is None or solution.doubted_at is not None:
        return None
    return solution.verify_by or date.max


def compute_verify_by(solution: Solution, day: date, topic: str) -> date:
    """Return the next verify-by date of a solution that is true on `day`."""
    words = f"{solution.title} {solution.problem} {solution.done} {solution.result}"
    soon = topic == GRANTS or _CHANGING.search(words) is not None
    return add_months(day, YEARLY_MONTHS if soon else USUAL_MONTHS)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


async def verify_solution(turn: Turn, solution: Solution) -> set[int]:
    """Record that this person vouches for the solution now; return the ids of people whose doubts are settled."""
    topic = await turn.store.topics.find(solution.topic_id)
    solution.verified_at, solution.verified_by_id = turn.now, turn.person.id
    solution.verify_by = compute_verify_by(solution, turn.today, topic.slug if topic else "")
    await escalation.stop_escalation(turn.store, VERIFY, solution.id, build_verification_subject(solution.id))
    return await turn.store.solutions.settle_doubts(solution)


async def resume_verification(store: Store, solution: Solution) -> None:
    """Ask on whether a solution is still true that was out of sight: that ended what had been asked."""
    solution.asked_for = None
    await store.outbox.refresh_copies(build_verification_subject(solution.id))


async def publish_solution(turn: Turn, solution: Solution) -> int:
    """Publish and verify the solution; return the number of rooms that get its card."""
    solution.state = PUBLISHED
    await verify_solution(turn, solution)
    return await synchronise_solution(turn.store, solution)


async def synchronise_solution(store: Store, solution: Solution, *, announce: bool = True) -> int:
    """Update the index and every copy; return the number of rooms of its topic within the audience.

    `announce`: rooms that have no card of it get one.
    """
    if solution.state != PUBLISHED:
        await unindex_document(store, "solution", solution.id)
        await redraw_solution(store, solution)
        return 0
    await index_documents(store, build_solution_document(solution))
    await redraw_solution(store, solution)
    if solution.level == CIRCLE:
        await withdraw_solution_cards(store, solution)
    elif solution.reach_id is not None:
        await _withdraw_cards_outside_audience(store, solution)
    if solution.level == CIRCLE or not announce:
        return 0
    rooms = await store.audiences.list_rooms_within_audience(
        solution.reach_id, await store.rooms.list_open_rooms_of_topics([solution.topic_id])
    )
    await _post_solution_cards(store, solution, rooms)
    return len(rooms)


async def rename_organisation_on_solutions(store: Store, organisation_id: int, before: str, name: str) -> None:
    """Write an organisation's new name into its solutions; one that names somebody else keeps what was written."""
    for solution in await store.personal_data.organisation_holdings.list_organisation_solutions(organisation_id):
        if solution.park == before:
            solution.park = name
            await synchronise_solution(store, solution, announce=False)


async def _post_solution_cards(store: Store, solution: Solution, rooms: Sequence[Room]) -> None:
    """Post the card to those rooms that have none."""
    about = build_solution_subject(solution.id)
    have = await store.posted_copies.list_rooms_with_copy(about, SolutionCard.template)
    # A room may get the card again later, so each publication and version has its own key.
    key = f"solution:{solution.id}:{solution.sendings}:{solution.version}"
    card = SolutionCard(solution.id, solution.sendings)
    drafts = [
        outgoing.build_room_draft(room, card, key=f"{key}:room:{room.id}", subject=about)
        for room in rooms
        if room.id not in have
    ]
    await store.outbox.post_deliveries(*drafts)


async def _withdraw_cards_outside_audience(store: Store, solution: Solution) -> None:
    """Remove copies from rooms outside the audience."""
    for copy in await store.posted_copies.list_sent_copies(build_solution_subject(solution.id)):
        room = await store.rooms.find(copy.room_id)
        if room is not None and not await store.audiences.list_rooms_within_audience(solution.reach_id, [room]):
            await store.outbox.withdraw_delivery(copy)


async def retire_solution(store: Store, solution: Solution) -> None:
    """Remove the solution from search; its cards say that it is retired."""
    solution.state = RETIRED
    await escalation.stop_escalation(store, VERIFY, solution.id, build_verification_subject(solution.id))
    await store.solutions.settle_doubts(solution)
    await synchronise_solution(store, solution)


async def erase_solution(store: Store, solution: Solution) -> None:
    """Delete text and pictures from the record, its versions, the index and the rooms. The code stays taken."""
    for name in (*WORDS, "park", "maturity"):
        setattr(solution, name, "")
    solution.keywords = []
    await store.solutions.delete_solution_versions(solution.id)
    await store.solution_pictures.delete_solution_pictures(solution.id)
    await retire_solution(store, solution)
    await withdraw_solution_cards(store, solution)


async def withdraw_solution_cards(store: Store, solution: Solution) -> None:
    """Withdraw the cards from all rooms; a later sending needs new idempotency keys."""
    await store.outbox.withdraw_copies(build_solution_subject(solution.id))
    solution.sendings += 1


async def redraw_solution(store: Store, solution: Solution) -> None:
    await store.outbox.refresh_copies(build_solution_subject(solution.id))
    await store.outbox.refresh_copies(build_solution_notice_subject(solution.id))


async def notify_solution_owner(store: Store, solution: Solution, card: CardArguments, *, key: str) -> bool:
    """Send a private message to the owner, or to the secretariat if no owner can be reached.

    Return True if anybody was reached.
    """
    about = build_solution_notice_subject(solution.id)
    owner = await store.people.find(solution.owner_id)
    if owner and await outgoing.post_to_person(store, owner, card, key=f"{key}:{owner.id}", subject=about):
        return True
    told = [
        await outgoing.post_to_person(store, person, card, key=f"{key}:{person.id}", subject=about)
        for person in await store.people.list_secretariat()
    ]
    return any(told)


async def change_solution(turn: Turn, solution: Solution, values: dict[str, Any]) -> bool:
    """Save the previous version and set these values; return False if nothing changed."""
    new = {name: value for name, value in values.items() if getattr(solution, name) != value}
    if not new:
        return False
    await turn.store.solutions.store_solution_version(solution, turn.person.id)
    for name, value in new.items():
        setattr(solution, name, value)
    return True
