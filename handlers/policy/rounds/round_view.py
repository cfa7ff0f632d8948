"""Show a round for the reader's organisations, and for the secretariat with every organisation by name."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.button_values import RecordPage
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Redrawn, Reply, Text
from handlers.chat.events import Click
from handlers.chat.label_ends import join_label
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.representatives import can_reach_organisation, list_acting_representatives
from handlers.policy.rounds import (
    adoption_planners,
    adoption_standing,
    cards,
    draft_cards,
    editions,
    round_questions,
    round_texts,
)
from handlers.policy.rounds.deadlines import may_answer_round
from handlers.policy.rounds.inquirers import get_answer_action, is_inquirer
from handlers.policy.rounds.lookup import (
    list_reader_organisation_ids,
    list_round_speakers,
    load_visible_round,
    may_see_round,
)
from handlers.policy.rounds.round_closure import draw_round_outcome
from handlers.policy.rounds.round_keepers import draw_keeper_buttons, is_round_missed
from storage.directory.organisations import Organisation
from storage.policy.rounds import (
    ADOPTION,
    ANSWERED,
    ASKED,
    CANCELLED,
    CLOSED,
    DECLINED,
    DRAFT,
    INQUIRY,
    OPEN,
    Round,
    RoundAnswer,
)

router = Router()
#: answers on a page
PAGE = 5
Answers = Sequence[tuple[RoundAnswer, Organisation]]


class ShownRound(CardArguments, frozen=True):
    template = "rounds.shown"

    round: int


@router.on(Click, "rounds.open")
async def on_round_open(event: Click, turn: Turn) -> Reply:
    return await build_round_reply(turn, await load_visible_round(turn, event.value))


async def build_round_reply(turn: Turn, round: Round) -> Reply:
    """Build the reply that shows the round in a card that follows it; a draft stands as it is."""
    if round.state == DRAFT:
        return Reply(await draft_cards.draw_stored_draft(turn, round))
    redrawn = Redrawn(ShownRound(round.id), round_texts.build_shown_round_subject(round.id))
    return Reply(await draw_full_round(turn, round), redrawn=redrawn)


@router.card(ShownRound)
async def draw_shown_round_card(view: View[ShownRound]) -> Card | None:
    round, at = await view.store.rounds.find(view.args.round), view.build_person_context()
    if round is None or at is None or round.state == DRAFT:
        return None
    return await draw_full_round(at, round) if await may_see_round(at.store, at.person, round) else draw_withheld(view)


async def draw_full_round(at: ReaderContext, round: Round) -> Card:
    """Draw everything that is known for one reader, with the actions that the reader may take."""
    parts = await round_questions.draw_round_questions(at, round, await at.store.rounds.list_round_fields(round.id))
    published = await at.store.published_editions.list_editions_of_round(round.id)
    parts += await _draw_own_answers(at, round)
    parts += await adoption_standing.draw_named_answers(at, round)
    if at.person.secretariat:
        parts += await _draw_all_answer_states(at, round)
    elif await is_inquirer(at.store, at.person, round):
        parts.append(Buttons((Button(at.say("The sheets"), "inquiries.sheets", str(round.id), "primary"),)))
    parts += await editions.draw_all_editions(at, published)
    if published and not at.person.secretariat:
        parts.append(Buttons((Button(at.say("Download"), "rounds.export", str(round.id)),)))
    return Card(f"{round.code} {round.title}", tuple(parts))


async def _draw_own_answers(at: ReaderContext, round: Round) -> list[Part]:
    """Draw what the reader's organisations have answered, with buttons for those that the reader represents."""
    acts = {organisation.id for organisation in await list_round_speakers(at, round, "")}
    parts: list[Part] = []
    for id in sorted(await list_reader_organisation_ids(at.store, at.person)):
        answer, organisation = (
            await at.store.rounds.find_round_answer(round.id, id),
            await at.store.organisations.find(id),
        )
        if answer is None or organisation is None:
            continue
        parts_of_answer = await cards.draw_answer_standing(at, round, organisation, answer)
        parts += [part for part in parts_of_answer[1:] if not isinstance(part, Buttons)]
        if round.form == ADOPTION:
            parts += await adoption_planners.draw_met_planners(at, round, organisation)
        if id in acts and may_answer_round(round, at.arena, at.now):
            value = AnswerValue(round.id, organisation.id).encode_value()
            change = (Button(at.say("Change"), get_answer_action(round), value),)
            asked = () if answer.state == ANSWERED else await cards.draw_request_buttons(at, round, organisation)
            parts.append(Buttons(asked or change))
        elif is_round_missed(at, round, answer):
            row = await draw_keeper_buttons(at, round)
            parts += [Buttons(tuple(row))] if row else []
        elif answer.state == ASKED and may_answer_round(round, at.arena, at.now):
            names = [one.name for one in await list_acting_representatives(at.store, id)]
            if names:
                text = at.say("{names} can answer for {organisation}.", names=at.say.listed(names),
                                organisation=organisation.name)  # fmt: skip
                parts.append(Text(text, "subtle"))
    return parts


async def _draw_all_answer_states(at: ReaderContext, round: Round) -> list[Part]:
    """Draw for the secretariat who has answered, who declines, who has not responded, and who cannot be reached."""
    say, answers = at.say, await at.store.rounds.list_round_answers(round.id)
    unreached = [
        organisation.name
        for answer, organisation in answers
        if answer.state == ASKED and not await can_reach_organisation(at.store, organisation.id)
    ]
    rows = (
        (say("Has answered"), _describe_names_in_state(answers, ANSWERED)),
        (say("Will not answer"), _describe_names_in_state(answers, DECLINED)),
        (say("Has not answered"), _describe_names_in_state(answers, ASKED)),
        (say("Cannot be reached"), ", ".join(unreached)),
    )
    parts = await draw_round_outcome(at, round)
    buttons = [part for part in parts if isinstance(part, Buttons)]
    parts = [part for part in parts[1:] if not isinstance(part, Buttons)]
    parts.append(Facts(tuple((label, shorten_text(names, 1500)) for label, names in rows if names)))
    return [*parts, *_draw_round_steering(at, round, answers, buttons)]


def _describe_names_in_state(answers: Answers, state: str) -> str:
    return ", ".join(organisation.name for answer, organisation in answers if answer.state == state)


def _draw_round_steering(at: ReaderContext, round: Round, answers: Answers, after: list[Buttons]) -> list[Part]:
    say, id = at.say, str(round.id)
    row = []
    if any(answer.state != ASKED for answer, _ in answers):
        sheets = Button(say("The sheets"), "inquiries.sheets", id)
        row.append(sheets if round.form == INQUIRY else Button(say("The answers"), "rounds.answers", id))
    if round.state == OPEN:
        sure = round_texts.confirm_calling_off(say, round, len(answers))
        closing = round_texts.confirm_closing(say, round, len([one for one, _ in answers if one.state == ASKED]))
        row += [
            Button(say("Extend"), "rounds.extend", id),
            Button(say("Close it now"), "rounds.close", id, confirm=closing),
            Button(say("Call off"), "rounds.cancel", id, confirm=sure),
            Button(say("Download"), "rounds.export", id),
        ]
    elif round.state == CLOSED:
        row += [button for part in after for button in part.row if button.do not in ("rounds.open", "inquiries.sheets")]
    elif round.state == CANCELLED and answers:
        row.append(Button(say("Download"), "rounds.export", id))
    return [Buttons(tuple(row))] if row else []


@router.on(Click, "rounds.answers")
async def on_round_answers_page(event: Click, turn: Turn) -> Reply:
    """Show each answer with its name: "7:5" is the page that begins with the sixth."""
    await rights.need_secretariat(turn)
    round = await load_visible_round(turn, event.value)
    skip = RecordPage.parse_value(event.value).page
    fields = await turn.store.rounds.list_round_fields(round.id)
    found = [
        (answer, organisation)
        for answer, organisation in await turn.store.rounds.list_round_answers(round.id)
        if answer.state != ASKED
    ]
    say, parts = turn.say, list[Part]()
    for answer, organisation in found[skip : skip + PAGE]:
        rows = [join_label(label, text) for label, text in round_texts.list_answer_facts(say, fields, answer)]
        parts.append(Item(organisation.name, "\n".join(rows), round_texts.describe_sharing(say, fields, answer)))
    if not found:
        parts.append(Text(say("Nobody has said anything yet.")))
    more = skip + PAGE < len(found)
    row = draw_page_buttons(say, "rounds.answers", skip, PAGE, more=more, value=lambda at: RecordPage(round.id, at))
    if row:
        parts.append(Buttons(tuple(row)))
    return Reply(Card(f"{round.code} {round.title}", tuple(parts)), replace=event.value != str(round.id))
