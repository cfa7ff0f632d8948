"""Remind owners of forgotten drafts and authors of unanswered consent requests; delete old drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.access.visibility import audience_texts
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.directory.display_names import format_signature
from handlers.library.solutions import author_consent
from handlers.library.solutions.publication import CONSENTED, DRAFTED, build_solution_notice_subject
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CONSENT, DRAFT

router = Router()
#: working hours until an author is asked for consent once more, and until an owner is reminded of a draft
PATIENCE, FORGOTTEN = 40, 16
#: time after which a stale draft is deleted
DRAFTS = timedelta(days=90)


class ConsentReminder(EscalationCard, frozen=True, kw_only=True):
    template = "solutions.consent_again"

    solution: int
    #: id of the person who wants to share it
    by: int | None


class ConsentUnansweredNotice(EscalationCard, frozen=True, kw_only=True):
    template = "solutions.unanswered"

    solution: int
    #: id of the person who wants to share it
    by: int | None


class ForgottenDraftReminder(EscalationCard, frozen=True, kw_only=True):
    template = "solutions.forgotten"

    solution: int


async def build_consent_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    """Build the escalation: remind the author, then tell the saver, who need not wait."""
    solution, escalation_row = await store.solutions.lock(id), await store.escalations.find_escalation(CONSENTED, id)
    if solution is None or escalation_row is None or solution.state != CONSENT:
        return None

    async def find_consent_author(_: RecipientContext) -> Sequence[Person]:
        return await _list_person(store, solution.author_id)

    async def find_consent_saver(_: RecipientContext) -> Sequence[Person]:
        return await _list_person(store, solution.owner_id)

    again = ConsentReminder(solution=id, by=solution.owner_id)
    unanswered = ConsentUnansweredNotice(solution=id, by=solution.owner_id)
    steps = (
        EscalationStep("author", PATIENCE, 0, again, find_consent_author),
        EscalationStep("saver", PATIENCE, 0, unanswered, find_consent_saver),
    )
    key = f"solution:{id}:consent:{escalation_row.since:%Y%m%d%H%M%S}"
    return EscalationPolicy(build_solution_notice_subject(id), steps, key)


async def build_draft_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    solution, escalation_row = await store.solutions.lock(id), await store.escalations.find_escalation(DRAFTED, id)
    if solution is None or escalation_row is None or solution.state != DRAFT:
        return None

    async def find_draft_owner(_: RecipientContext) -> Sequence[Person]:
        return await _list_person(store, solution.owner_id)

    steps = (EscalationStep("owner", FORGOTTEN, 0, ForgottenDraftReminder(solution=id), find_draft_owner),)
    return EscalationPolicy(f"solution:{id}:draft", steps, f"solution:{id}:draft:{escalation_row.since:%Y%m%d%H%M%S}")


async def _list_person(store: Store, id: int | None) -> list[Person]:
    person = await store.people.find(id)
    return [person] if person is not None else []


escalation.register_escalation(router, CONSENTED, build_consent_escalation)


async def _withdraw_first_request(view: View[ConsentReminder]) -> None:
    """Withdraw the first request, which stands above the reminder and asks the same."""
    about = build_solution_notice_subject(view.args.solution)
    for copy in await view.store.posted_copies.list_live_copies(about):
        if copy.template == author_consent.ConsentRequest.template:
            await view.store.outbox.withdraw_delivery(copy)


escalation.register_step_outcomes(
    router, CONSENTED, build_consent_escalation, ConsentReminder, follow=_withdraw_first_request
)
escalation.register_step_outcomes(router, CONSENTED, build_consent_escalation, ConsentUnansweredNotice)
escalation.register_escalation(router, DRAFTED, build_draft_escalation)
escalation.register_step_outcomes(router, DRAFTED, build_draft_escalation, ForgottenDraftReminder)


@router.card(ConsentReminder)
async def draw_consent_reminder_card(view: View[ConsentReminder]) -> Card | None:
    return await author_consent.draw_consent_request(view, view.args.solution, view.args.by)


@router.card(ConsentUnansweredNotice)
async def draw_consent_unanswered_card(view: View[ConsentUnansweredNotice]) -> Card | None:
    """Tell the saver that the author has not answered yet."""
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None or solution.state != CONSENT:
        return None
    author = await format_signature(view.store, solution.author_id, None, say)
    text = say(
        "{name} has not answered yet and will be asked once more. You can also use your own words without asking.",
        name=author,
    )
    own = Button(say("Write it myself"), "solutions.rewrite", str(solution.id))
    return Card("", (Text(text), Text(solution.title, "strong"), Buttons((own,))))


@router.card(ForgottenDraftReminder)
async def draw_forgotten_draft_card(view: View[ForgottenDraftReminder]) -> Card | None:
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None or solution.state != DRAFT or view.person is None or view.person.id != solution.owner_id:
        return None
    id = str(solution.id)
    row = (
        Button(say("Save anyway"), "solutions.save_anyway", id, "primary"),
        Button(say("Change"), "solutions.redo", id),
        Button(say("Do not save"), "solutions.discard", id, "danger", say("Discard what you wrote?")),
    )
    text = say("Only you see it until you save it.")
    seen = Text(await audience_texts.describe_audience_size(view.store, solution.reach_id, say), "subtle")
    return Card(say("Your solution is not saved yet"), (Text(solution.title, "strong"), Text(text), seen, Buttons(row)))


@router.every("10 8 * * 1-5", "solutions.remind")
async def delete_stale_solution_drafts(store: Store, _arena: Arena) -> None:
    """Delete drafts that nobody returned to for 90 days."""
    await store.solutions.delete_stale_drafts(store.now - DRAFTS)
