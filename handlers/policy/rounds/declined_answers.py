"""Decline to answer, or pass the round on.

Declining is an answer too, and another representative can be asked with one click.
"""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Card, Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.answer_recording import record_answer
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.representatives import list_other_representatives
from handlers.policy.organisation_answers.speakers import choose_speaker
from handlers.policy.rounds import cards, round_texts
from handlers.policy.rounds.adoption_answers import settle_declined_sharing
from handlers.policy.rounds.adoption_planners import redraw_met_planners
from handlers.policy.rounds.lookup import load_open_round
from handlers.policy.rounds.round_answer_kind import ROUND_ANSWERS
from storage.policy.rounds import ADOPTION, DECLINED, PRIVATE, RoundAnswer

router = Router()
REASON = 500


@router.on(Click, "rounds.decline", opens=True)
async def on_round_decline_open(event: Click, turn: Turn) -> Reply:
    round, say = await load_open_round(turn, event.value, lock=False), turn.say
    organisation = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, "rounds.decline")
    if isinstance(organisation, Reply):
        return organisation
    hint = say("The secretariat reads it. You can still answer until the deadline.")
    why = Field("reason", say("Why not?"), "text", hint=hint, required=False, most=REASON)
    title = f"{round.code} {round.title}"
    form = Form(
        say("Do not answer"),
        "rounds.decline",
        (why,),
        say("Send"),
        AnswerValue(round.id, organisation.id).encode_value(),
        title,
    )
    return Reply(form=form)


@router.on(Submission, "rounds.decline")
async def on_round_decline_submit(event: Submission, turn: Turn) -> Reply:
    """Record the refusal. It counts as an answer: nobody is reminded any more."""
    round = await load_open_round(turn, event.value)
    organisation = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, "rounds.decline")
    if isinstance(organisation, Reply):
        return organisation
    shared = await settle_declined_sharing(turn.store, round, organisation) if round.form == ADOPTION else PRIVATE
    said = RoundAnswer(
        round_id=round.id, organisation_id=organisation.id, state=DECLINED, given={}, shared=shared,
        reason=event.get_text("reason")[:REASON], person_id=turn.person.id,
    )  # fmt: skip
    repeated = await record_answer(ROUND_ANSWERS, turn, round, organisation, said, DECLINED)
    await redraw_met_planners(turn.store, round)
    parts = await cards.draw_answer_standing(turn, round, organisation, repeated or said)
    shown_by = round_texts.list_answer_subjects(round.id, organisation.id)
    return Reply(Card(f"{round.code} {round.title}", tuple(parts)), shown_by=shown_by)


@router.on(Click, "rounds.pass")
async def on_round_pass(event: Click, turn: Turn) -> Reply:
    """Ask the other representatives. Idempotent per person; whoever passes the round on can still answer."""
    round, say = await load_open_round(turn, event.value), turn.say
    organisation = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, "rounds.pass")
    if isinstance(organisation, Reply):
        return organisation
    people = await list_other_representatives(turn.store, organisation.id, turn.person)
    if not people:
        text = say("{organisation} has no deputy. The secretariat can appoint one.", organisation=organisation.name)
        raise UserError(text)
    card = cards.RoundRequest(round.id, organisation.id, turn.person.id)
    told = []
    for person in people:
        key = f"round:{round.id}:passed:{organisation.id}:{person.id}"
        if await outgoing.post_to_person(
            turn.store,
            person,
            card,
            key=key,
            subject=round_texts.build_round_subject(round.id, organisation.id),
        ):
            told.append(person.name)
    if not told:
        names = say.listed([person.name for person in people])
        raise UserError(say("{name} cannot be reached here.", name=names))
    return build_text_reply(
        say("{name} is asked. You can still answer yourself.", name=say.listed(told)), replace=False
    )
