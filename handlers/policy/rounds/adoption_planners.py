"""Bring organisations together that plan the same: without names until both sides have agreed to show theirs."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.button_values import RecordValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import RenderContext, Turn, View
from handlers.notifications import escalation
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from handlers.policy.rounds.adoption_standing import (
    Adopter,
    draw_organisation_names,
    list_adopters,
    list_met_planners,
)
from handlers.policy.rounds.deadlines import may_answer_round
from handlers.policy.rounds.disclosure_control import LEAST
from handlers.policy.rounds.question_matching import list_matching_counted_ids
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.rounds import ADOPTION, NAMED, PEERS, PLANNED, PRIVATE, Round

router = Router()


class PlannersNotice(CardArguments, frozen=True):
    template = "rounds.planners"

    round: int
    organisation: int
    #: id of the other organisation; None: that there are others is all that is told
    other: int | None = None


async def notify_planners(turn: Turn, round: Round, organisation: Organisation) -> None:
    """Notify those who plan, after this organisation has answered: of each other's names, or that there are others.

    Cards that name others are drawn again, whatever it has answered now.
    """
    await turn.store.session.flush()
    await escalation.redraw_escalation_cards(turn.store, build_planners_subject(round.id, organisation.id))
    adopters = await list_adopters(turn.store, round.id)
    planners = [one for one in adopters if one.state == PLANNED]
    own = next((one for one in planners if one.organisation.id == organisation.id), None)
    for other in planners:
        if other.organisation.id == organisation.id:
            continue
        await escalation.redraw_escalation_cards(turn.store, build_planners_subject(round.id, other.organisation.id))
        if own is None:
            continue
        for one, to in ((own, other), (other, own)):
            if one.may_meet and to.may_meet:
                await _notify_planner(turn, round, to, one.organisation.id)
            elif to.answer.shared == PRIVATE and await _may_tell_blind(turn.store, round, adopters, to):
                await _notify_planner(turn, round, to, None)


async def redraw_met_planners(store: Store, round: Round) -> None:
    """Redraw the cards that name others who plan it, because one of them has left or answers no more."""
    for organisation_id in sorted(await store.rounds.list_recipient_ids(round.id)) if round.form == ADOPTION else ():
        await escalation.redraw_escalation_cards(store, build_planners_subject(round.id, organisation_id))


async def _notify_planner(turn: Turn, round: Round, to: Adopter, other: int | None) -> None:
    subject = build_planners_subject(round.id, to.organisation.id)
    for person in await list_acting_representatives(turn.store, to.organisation.id):
        await schedule_notification(
            turn.store,
            turn.arena,
            person,
            PlannersNotice(round.id, to.organisation.id, other),
            key=f"{subject}:{other or 'blind'}:{person.id}",
            at=turn.now,
            subject=subject,
        )


def build_planners_subject(round_id: int, organisation_id: int) -> str:
    return f"round:{round_id}:planners:{organisation_id}"


async def _may_tell_blind(store: Store, round: Round, adopters: Sequence[Adopter], to: Adopter) -> bool:
    """Return True if at least five others could be meant, and this one may still show its name."""
    field = (await store.rounds.list_round_fields(round.id))[0]
    known = {one.organisation.id for one in adopters if one.answer.shared == NAMED} | {to.organisation.id}
    rest = await store.rounds.list_recipient_ids(round.id) - known
    return len(rest) >= LEAST and to.organisation.id not in await list_matching_counted_ids(store, field)


async def draw_met_planners(at: RenderContext, round: Round, organisation: Organisation) -> list[Part]:
    """Draw the others that plan and have agreed too; nothing before that."""
    met = list_met_planners(await list_adopters(at.store, round.id), organisation.id)
    return [draw_organisation_names(at.say("Plan it too"), met)] if met else []


@router.card(PlannersNotice)
async def draw_planners_card(view: View[PlannersNotice]) -> Card | None:
    """Draw the names once both sides have agreed, else that somebody else plans it too."""
    store, say, args = view.store, view.say, view.args
    round, organisation = await store.rounds.find(args.round), await store.organisations.find(args.organisation)
    if round is None or organisation is None or view.person is None:
        return None
    if not await store.organisations.is_representative(view.person.id, organisation.id):
        return draw_withheld(view)
    adopters = await list_adopters(store, round.id)
    own = next((one for one in adopters if one.organisation.id == organisation.id), None)
    others = [one for one in adopters if one.state == PLANNED and one.organisation.id != organisation.id]
    if own is None or own.state != PLANNED or not others or not may_answer_round(round, view.arena, view.now):
        return draw_withheld(view)
    title, show = f"{round.code} {round.title}", Button(say("Show"), "rounds.open", str(round.id))
    met = [one for one in list_met_planners(adopters, organisation.id) if args.other in (None, one.id)]
    if met and (args.other is not None or view.delivery.was_told):
        names = draw_organisation_names(say("Plan it too"), met)
        lead = Text(
            say("{organisation} and these plan the same, and agree to know it.", organisation=organisation.name)
        )
        together = Button(say("Do something together"), "tasks.write", RecordValue("round", round.id).encode_value())
        return Card(title, (lead, names, Buttons((together, show))))
    agreed = own.answer.shared == PEERS
    told = agreed or (own.answer.shared == PRIVATE and await _may_tell_blind(store, round, adopters, own))
    if args.other is not None or met or not told:  # whom it meets is told in a card of its own
        return draw_withheld(view)
    text = say("{organisation} is not alone: others plan it too. Names are shown when both sides say yes.",
               organisation=organisation.name)  # fmt: skip
    value = AnswerValue(round.id, organisation.id).encode_value()
    meet = Button(say("Meet others who plan it"), "rounds.peers", value, "primary")
    back = Button(say("Hide our name"), "rounds.unnamed", value)
    return Card(title, (Text(text), Buttons((back if agreed else meet, show))))
