"""Draw what an organisation has answered to a round, in a card that follows it while it can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import RenderContext, View
from handlers.moderation.competition import draw_competition_hint
from handlers.policy.organisation_answers.answer_recording import draw_answer_told_anew
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.rounds import question_matching, round_texts
from handlers.policy.rounds.cards import draw_answer_standing
from handlers.policy.rounds.deadlines import may_answer_round
from storage.directory.organisations import Organisation
from storage.policy.rounds import ANSWERED, CHOICE, NUMBER, SCHEME, Round, RoundAnswer, RoundField

router = Router()


class RoundAnswerReceipt(CardArguments, frozen=True):
    template = "rounds.receipt"

    round: int
    organisation: int


@router.card(RoundAnswerReceipt)
async def draw_round_answer_receipt(view: View[RoundAnswerReceipt]) -> Card | None:
    """Draw what the organisation says by now, as long as the reader speaks for it."""
    store, told, at = view.store, view.args, view.build_person_context()
    round, organisation = await store.rounds.find(told.round), await store.organisations.find(told.organisation)
    answer = await store.rounds.find_round_answer(told.round, told.organisation)
    if round is None or organisation is None or answer is None or at is None:
        return None
    if at.person.guest or not await store.organisations.is_representative(at.person.id, organisation.id):
        return draw_withheld(view)
    about = round_texts.build_round_subject(round.id, organisation.id)
    if await store.posted_copies.is_told_anew(about, view.delivery):
        return draw_answer_told_anew(view.say, f"{round.code} {round.title}", organisation)
    if answer.state == ANSWERED and may_answer_round(round, view.arena, view.now):
        return await draw_recorded_answer(view, round, organisation, answer)
    return Card(f"{round.code} {round.title}", tuple(await draw_answer_standing(at, round, organisation, answer)))


async def draw_recorded_answer(
    at: RenderContext, round: Round, organisation: Organisation, answer: RoundAnswer, text: str = ""
) -> Card:
    """Draw the answer in full as it was understood, and until when it can be changed."""
    text = text or at.say("{organisation} has answered.", organisation=organisation.name)
    say, fields, value = (
        at.say,
        await at.store.rounds.list_round_fields(round.id),
        AnswerValue(round.id, organisation.id).encode_value(),
    )
    parts: list[Part] = [Text(text), Facts(tuple(round_texts.list_answer_facts(say, fields, answer)))]
    shared = round_texts.describe_sharing_line(say, fields, answer)
    parts += [Text(shared, "subtle")] if shared else []
    parts.append(Text(say("You can change it until {day}.", day=say.format_period(round.deadline)), "subtle"))
    parts += await draw_answer_remarks(at, fields, organisation, answer)
    row = (Button(say("Change"), "rounds.answer", value), Button(say("Show"), "rounds.open", str(round.id)))
    return Card(f"{round.code} {round.title}", (*parts, Buttons(row)))


async def draw_answer_remarks(
    at: RenderContext, fields: Sequence[RoundField], organisation: Organisation, answer: RoundAnswer
) -> list[Part]:
    """Draw what only the receipt says: that totals count an earlier answer, and a hint about competition law."""
    counted = at.say("Published totals count what you had answered then, and do not change.")
    parts: list[Part] = [Text(counted, "subtle")] if await is_organisation_counted(at, fields, organisation) else []
    said = "\n".join(str(answer.given[key]) for key in answer.given if _is_text_answer(key, fields))
    return [*parts, *draw_competition_hint(at.say, said)]


async def is_organisation_counted(at: RenderContext, fields: Sequence[RoundField], organisation: Organisation) -> bool:
    """Return True if an edition contains one of the organisation's answers."""
    return any(
        [organisation.id in await question_matching.list_matching_counted_ids(at.store, field) for field in fields]
    )


def _is_text_answer(key: str, fields: Sequence[RoundField]) -> bool:
    return ":" in key or any(str(field.id) == key and field.kind not in (NUMBER, CHOICE, SCHEME) for field in fields)
