"""Ask the owner at the verify-by date whether a solution is still true; escalate without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.access import rights
from handlers.chat.cards import Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates import time_zones
from handlers.dates.workdays import is_workday
from handlers.library.solutions.publication import VERIFY, build_verification_subject, redraw_solution
from handlers.library.solutions.solution_actions import draw_curator_buttons
from handlers.library.solutions.solution_feedback import draw_settled_request_card
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import PUBLISHED, Solution

router = Router()
#: working hours between two messages about the same solution
PAUSE = 80


class SolutionVerificationRequest(EscalationCard, frozen=True, kw_only=True):
    template = "solutions.verify"

    solution: int
    #: verify-by date for which it asks
    verify_by: date


class SolutionUnattendedRequest(EscalationCard, frozen=True, kw_only=True):
    template = "solutions.unlooked"

    solution: int
    verify_by: date


async def build_verification_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    """Build the escalation: the owner twice, the contact of the organisation, then the topic leads."""
    solution = await store.solutions.lock(id)
    if solution is None or not is_awaiting_verification(solution):
        return None
    assert solution.verify_by is not None
    day = solution.verify_by
    verify = SolutionVerificationRequest(solution=id, verify_by=day)
    unattended = SolutionUnattendedRequest(solution=id, verify_by=day)

    async def list_escalation_owners(_: RecipientContext) -> Sequence[Person]:
        return await list_verification_owners(store, solution)

    async def list_escalation_contacts(_: RecipientContext) -> Sequence[Person]:
        return await list_verification_contacts(store, solution)

    async def list_escalation_leads(_: RecipientContext) -> Sequence[Person]:
        found = [
            person
            for person in await store.topics.list_topic_leads(solution.topic_id)
            if await _may_take_over(store, person, solution)
        ]
        return found or [person for person in await store.people.list_secretariat() if person.id != solution.owner_id]

    steps = (
        EscalationStep("owner", 0, 0, verify, list_escalation_owners),
        EscalationStep("again", PAUSE, PAUSE, verify, list_escalation_owners),
        EscalationStep("contact", 2 * PAUSE, PAUSE, unattended, list_escalation_contacts),
        EscalationStep("lead", 3 * PAUSE, PAUSE, unattended, list_escalation_leads),
    )
    return EscalationPolicy(build_verification_subject(id), steps, key=f"{build_verification_subject(id)}:{day}")


def is_awaiting_verification(solution: Solution) -> bool:
    """Return True if the question was asked for this verify-by date and nobody has answered."""
    asked = solution.verify_by is not None and solution.asked_for == solution.verify_by
    return asked and solution.state == PUBLISHED


async def list_verification_owners(store: Store, solution: Solution) -> Sequence[Person]:
    """Return the owner, or the secretariat if no owner can be asked."""
    owner = await store.people.find(solution.owner_id)
    if owner is not None and await store.people.list_reachable_accounts(owner.id):
        return [owner]
    return await store.people.list_secretariat()


async def find_solution_organisation_id(store: Store, solution: Solution) -> int | None:
    """Return the organisation of the solution, else the one its owner stands for."""
    owner = await store.people.find(solution.owner_id)
    return solution.organisation_id or (owner.stands_for if owner else None)


async def list_verification_contacts(store: Store, solution: Solution) -> list[Person]:
    """Return contacts of the organisation; its deputies if the owner is the only contact."""
    organisation_id = await find_solution_organisation_id(store, solution)
    if organisation_id is None:
        return []
    roles = await store.organisations.map_representative_roles(organisation_id)
    acting = await store.organisations.list_representatives(organisation_id)
    people = [one for one in acting if await _may_take_over(store, one, solution)]
    return [person for person in people if roles.get(person.id) == CONTACT] or people


async def _may_take_over(store: Store, person: Person, solution: Solution) -> bool:
    if person.id == solution.owner_id or person.guest:
        return False
    return await rights.is_solution_visible_to(store, person, solution)


async def _start_due_verifications(store: Store, arena: Arena) -> None:
    """Start the verification of each due solution once, on workdays, and few a day for each owner."""
    today = time_zones.convert_to_local(store.now, arena.zone).date()
    if not is_workday(today):
        return
    morning = time_zones.convert_to_instant(datetime.combine(today, time()), arena.zone)
    begun = await store.solutions.map_solutions_by_id(
        await store.escalations.list_records_escalated_since(VERIFY, morning)
    )
    busy = {solution.owner_id for solution in begun.values()}
    for solution in await store.verification_queue.list_solutions_to_verify(today):
        if solution.owner_id not in busy:
            solution.asked_for = solution.verify_by
            await store.escalations.restart_escalation(VERIFY, solution.id, store.now)


escalation.register_escalation(router, VERIFY, build_verification_escalation, _start_due_verifications)
escalation.register_step_outcomes(
    router, VERIFY, build_verification_escalation, SolutionVerificationRequest, SolutionUnattendedRequest
)


@router.card(SolutionVerificationRequest)
async def draw_verification_card(view: View[SolutionVerificationRequest]) -> Card | None:
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None:
        return None
    day = view.args.verify_by
    if solution.state != PUBLISHED or solution.verify_by != day:
        return await draw_settled_request_card(view, solution)
    owner = view.person is not None and view.person.id in {
        one.id for one in await list_verification_owners(view.store, solution)
    }
    if not owner:
        return await draw_settled_request_card(view, solution)
    text = (
        say("It must be verified by {day}. After that, readers see that it may be outdated.", day=say.format_day(day))
        if day >= view.today
        else say("It was to be verified by {day}. Readers see that it may be outdated.", day=say.format_day(day))
    )
    parts: tuple[Part, ...] = (Text(solution.title, "strong"), Text(text), Buttons(draw_curator_buttons(say, solution)))
    return Card(say("Is {code} still true?", code=solution.code), parts)


@router.every("5 1 * * *", "solutions.overdue")
async def redraw_overdue_solutions(store: Store, arena: Arena) -> None:
    """Redraw solutions whose verify-by date has passed, and what asks about them, although nobody acts."""
    today = arena.find_day(store.now)
    for solution in await store.verification_queue.list_expired_solutions(today - timedelta(days=3), today):
        await redraw_solution(store, solution)
        await store.outbox.refresh_copies(build_verification_subject(solution.id))
