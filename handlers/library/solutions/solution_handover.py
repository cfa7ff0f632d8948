"""Hand over a solution whose owner does not answer, to a volunteer or to a person whom they name."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.option_fields import draw_option_field, reply_with_found_options
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Form, OptionSource, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature, is_person_away, list_person_options
from handlers.library.solutions import solution_verification
from handlers.library.solutions.lookup import load_visible_solution
from handlers.library.solutions.publication import VERIFY, build_verification_subject, redraw_solution
from handlers.library.solutions.solution_actions import draw_curator_buttons
from handlers.library.solutions.solution_feedback import draw_settled_request_card
from handlers.notifications import escalation
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.people import Person
from storage.library.solutions import PUBLISHED, Solution

router = Router()


class CuratorProposalRequest(CardArguments, frozen=True):
    template = "solutions.named"

    solution: int
    #: id of the person who proposes the reader
    by: int


class SolutionTakenNotice(CardArguments, frozen=True):
    template = "solutions.taken"

    solution: int
    #: id of the new owner
    by: int


@router.card(solution_verification.SolutionUnattendedRequest)
async def draw_solution_unattended_card(view: View[solution_verification.SolutionUnattendedRequest]) -> Card | None:
    """Draw the request to the contact of the organisation and to the topic leads."""
    solution, say, person = await view.store.solutions.find(view.args.solution), view.say, view.person
    if solution is None or person is None:
        return None
    if (
        solution.verify_by != view.args.verify_by
        or not solution_verification.is_awaiting_verification(solution)
        or not await rights.is_solution_visible_to(view.store, person, solution)
    ):
        return await draw_settled_request_card(view, solution)
    owner = await view.store.people.find(solution.owner_id)
    if owner is not None:
        text = say("{name} is responsible for it, and has not said whether it is still true.", name=owner.name)
    else:
        text = say("Nobody is responsible for it, and nobody has said whether it is still true.")
    more = say("Take over, or suggest somebody who can.")
    row = (*_draw_handover_buttons(view, solution), Button(say("Show"), "solutions.open", str(solution.id)))
    parts = (Text(solution.title, "strong"), Text(text), Text(more), Buttons(row))
    return Card(say("{code} needs an owner", code=solution.code), parts)


@router.card(CuratorProposalRequest)
async def draw_curator_proposal_card(view: View[CuratorProposalRequest]) -> Card | None:
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None:
        return None
    if not solution_verification.is_awaiting_verification(solution):
        return await draw_settled_request_card(view, solution)
    by = await format_signature(view.store, view.args.by, None, say)
    text = say("{name} thinks you can be responsible for it: you say now and then whether it is still true.", name=by)
    row = (
        Button(say("Take over"), "solutions.take", str(solution.id), "primary"),
        Button(say("Show"), "solutions.open", str(solution.id)),
    )
    title = say("Are you responsible for {code}?", code=solution.code)
    return Card(title, (Text(solution.title, "strong"), Text(text), Buttons(row)))


@router.on(Click, "solutions.take")
async def on_solution_take(event: Click, turn: Turn) -> Reply:
    """Make this person the owner, only on their own click, and tell the previous owner."""
    solution, say = await _load_offered_solution(turn, event.value), turn.say
    before = await turn.store.people.find(solution.owner_id)
    if before is None or before.id != turn.person.id:
        solution.owner_id = turn.person.id
        about = build_verification_subject(solution.id)
        # The new owner sees the card now, so the escalation goes on behind its first step.
        await escalation.restart_record_escalation(turn.store, VERIFY, solution.id, about, since=turn.now, behind=1)
        await escalation.redraw_escalation_cards(turn.store, about)
        await redraw_solution(turn.store, solution)
        if before is not None:
            card = SolutionTakenNotice(solution.id, turn.person.id)
            key = f"solution:{solution.id}:taken:{turn.now.isoformat()}"
            await outgoing.post_to_person(turn.store, before, card, key=key)
    text = say("You are now responsible for {code}. Is it still true?", code=solution.code)
    parts = (Text(text), Text(solution.title, "strong"), Buttons(draw_curator_buttons(say, solution)))
    return Reply(Card("", parts), replace=True)


@router.card(SolutionTakenNotice)
async def draw_solution_taken_card(view: View[SolutionTakenNotice]) -> Card | None:
    solution = await view.store.solutions.find(view.args.solution)
    if solution is None or solution.owner_id != view.args.by:
        return None
    by = await format_signature(view.store, view.args.by, None, view.say)
    text = view.say("{name} is now responsible for {code}.", name=by, code=solution.code)
    return Card("", (Text(text), Text(solution.title, "subtle")))


@router.on(Click, "solutions.name", opens=True)
async def on_solution_name_open(event: Click, turn: Turn) -> Reply:
    solution, say = await _load_offered_solution(turn, event.value), turn.say
    people = await _list_handover_candidates(turn, solution)
    if not people:
        raise UserError(say("I do not know anyone else who could be responsible for it."))
    source = OptionSource("solutions.name", str(solution.id))
    options = await list_person_options(turn.store, turn.say, people)
    who = draw_option_field("who", say("Who can be responsible for it?"), options, source, required=True)
    title, words = say("Suggest somebody"), solution.title
    return Reply(form=Form(title, "solutions.name", (who,), say("Ask these people"), str(solution.id), note=words))


@router.on(Query, "solutions.name")
async def on_solution_name_search(event: Query, turn: Turn) -> Reply:
    """Find people who may be named for the solution that the event's value names."""
    people = await _list_handover_candidates(turn, await _load_offered_solution(turn, event.value, lock=False))
    return reply_with_found_options(event, await list_person_options(turn.store, turn.say, people))


@router.on(Submission, "solutions.name")
async def on_solution_name_submit(event: Submission, turn: Turn) -> Reply:
    """Ask the named person; ownership changes only when that person accepts."""
    solution, say = await _load_offered_solution(turn, event.value), turn.say
    person = next(
        (one for one in await _list_handover_candidates(turn, solution) if str(one.id) == event.get_text("who")), None
    )
    if person is None:
        raise UserError("", {"who": say("Choose somebody.")})
    about = build_verification_subject(solution.id)
    card = CuratorProposalRequest(solution.id, turn.person.id)
    key = f"{about}:{solution.verify_by}:named:{person.id}"
    told = await schedule_notification(turn.store, turn.arena, person, card, key=key, at=turn.now, subject=about)
    if not told:
        raise UserError("", {"who": say("{name} cannot be reached here.", name=person.name)})
    return build_text_reply(say("{name} is asked.", name=person.name))


async def _load_offered_solution(turn: Turn, value: str, *, lock: bool = True) -> Solution:
    """Return the solution that this person was asked about. Raises UserError once it was looked at."""
    solution, say = await load_visible_solution(turn, value, lock=lock), turn.say
    rows = await turn.store.scheduled_notifications.list_posted_deliveries([build_verification_subject(solution.id)])
    asked = not turn.person.guest and turn.person.id in {row.person_id for row in rows}
    await rights.need_right(turn, *((rights.HELPER,) if asked else ()))
    if solution.state != PUBLISHED or not solution_verification.is_awaiting_verification(solution):
        raise UserError(say("{code} does not need anyone any more: it has been reviewed.", code=solution.code))
    return solution


async def _list_handover_candidates(turn: Turn, solution: Solution) -> list[Person]:
    """Return members of the organisation, topic leads and the author; not the present owner or this person."""
    organisation_id = await solution_verification.find_solution_organisation_id(turn.store, solution)
    leads = {person.id for person in await turn.store.topics.list_topic_leads(solution.topic_id)}
    apart = {turn.person.id, solution.owner_id}
    return [
        person
        for person in await turn.store.people.list_all_people()
        if (organisation_id is not None and person.stands_for == organisation_id)
        or person.id in leads
        or person.id == solution.author_id
        if person.id not in apart and not person.guest and not is_person_away(person, turn.now)
        if await rights.is_solution_visible_to(turn.store, person, solution)
    ]


def _draw_handover_buttons(view: View, solution: Solution) -> tuple[Button, ...]:
    id = str(solution.id)
    return (
        Button(view.say("Take over"), "solutions.take", id, "primary"),
        Button(view.say("Suggest somebody"), "solutions.name", id),
    )
