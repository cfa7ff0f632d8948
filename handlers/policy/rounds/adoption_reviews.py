"""Ask each organisation after a year whether what it has said of adoption is still true."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from handlers.policy.rounds import adoption_labels, cards, round_texts
from handlers.policy.rounds.adoption_standing import get_adoption_state
from handlers.policy.rounds.deadlines import may_answer_round
from storage.kit.database import Store

router = Router()
#: age of an answer that is asked about, and for how long one is looked for that could not be asked about on its day
YEAR, LATE = timedelta(days=365), timedelta(days=30)


class AdoptionReview(CardArguments, frozen=True):
    template = "rounds.review"

    round: int
    organisation: int
    #: day on which the answer was given
    said_on: date


@router.every("50 6 * * 1-5", "rounds.review")
async def ask_old_adopters(store: Store, arena: Arena) -> None:
    """Ask once about each answer that is a year old. What nobody confirms stays for another year."""
    for answer in await store.round_ageing.list_answers_to_confirm(store.now - YEAR - LATE, store.now - YEAR):
        if answer.said_at is None or not get_adoption_state(answer):
            continue
        card = AdoptionReview(answer.round_id, answer.organisation_id, arena.find_day(answer.said_at))
        subject = round_texts.build_round_subject(answer.round_id, answer.organisation_id)
        for person in await list_acting_representatives(store, answer.organisation_id):
            key = f"{subject}:review:{card.said_on.isoformat()}:{person.id}"
            await schedule_notification(store, arena, person, card, key=key, at=store.now, subject=subject)


@router.card(AdoptionReview)
async def draw_adoption_review(view: View[AdoptionReview]) -> Card | None:
    """Draw what was said, with a button that keeps it and one for each other answer."""
    say, args = view.say, view.args
    found = await cards.find_asked_organisation(view, args.round, args.organisation)
    if found is None:
        return None
    round, organisation, answer = found.round, found.organisation, found.answer
    state, title = get_adoption_state(answer), f"{round.code} {round.title}"
    asked = answer.said_at is not None and view.arena.find_day(answer.said_at) == args.said_on
    if not state or not asked or not may_answer_round(round, view.arena, view.now):
        out = view.delivery.was_told
        return (
            Card(title, tuple(await cards.draw_answer_standing(found.at, round, organisation, answer))) if out else None
        )
    label = adoption_labels.label_adoption_states(say)[state]
    text = say("{organisation} said on {day}: {what}. Is it still true?", organisation=organisation.name,
               day=say.format_day(args.said_on), what=label)  # fmt: skip
    value = AnswerValue(round.id, organisation.id).encode_value()
    keep = Button(say("Still true"), "rounds.confirm", value, "primary")
    others = adoption_labels.draw_adoption_buttons(say, round.id, organisation.id, but=state)
    return Card(title, (Text(text), Buttons((keep, *others))))
