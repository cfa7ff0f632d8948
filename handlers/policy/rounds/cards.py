"""Draw the private card of a round for each representative, to answer on. The card is redrawn at every change."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Text
from handlers.chat.label_ends import join_label
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import PersonContext, ReaderContext, RenderContext, View
from handlers.directory.display_names import format_signature
from handlers.notifications import escalation
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.representatives import list_other_representatives
from handlers.policy.rounds import adoption_labels, round_questions, round_texts
from handlers.policy.rounds.deadlines import get_round_end, may_answer_round
from handlers.policy.rounds.inquirers import get_answer_action
from handlers.policy.rounds.round_keepers import describe_missed_round, draw_keeper_buttons, is_round_missed
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.rounds import ADOPTION, ANSWERED, ASKED, CANCELLED, DRAFT, INQUIRY, Round, RoundAnswer

router = Router()


class RoundRequest(CardArguments, frozen=True):
    template = "rounds.asked"

    round: int
    organisation: int
    #: id of the person who passed it on
    by: int | None = None


async def redraw_round_cards(store: Store, round_id: int) -> None:
    """Redraw every card of every organisation."""
    await store.session.flush()
    for organisation_id in sorted(await store.rounds.list_recipient_ids(round_id)):
        await escalation.redraw_escalation_cards(store, round_texts.build_round_subject(round_id, organisation_id))
    await store.outbox.refresh_copies(round_texts.build_shown_round_subject(round_id))
    await escalation.redraw_escalation_cards(store, round_texts.build_edition_subject(round_id))


@dataclass(frozen=True, slots=True)
class AskedOrganisation:
    """Hold an organisation that is asked, with its answer, for a reader who speaks for it."""

    at: PersonContext
    round: Round
    organisation: Organisation
    answer: RoundAnswer


async def find_asked_organisation(view: View, round_id: int, organisation_id: int) -> AskedOrganisation | None:
    """Return whom a card asks; None where it is gone, and for a reader who does not speak for it."""
    store, at = view.store, view.build_person_context()
    round, organisation = await store.rounds.find(round_id), await store.organisations.find(organisation_id)
    answer = await store.rounds.find_round_answer(round_id, organisation_id)
    if round is None or organisation is None or answer is None or at is None or at.person.guest:
        return None
    speaks = await store.organisations.is_representative(at.person.id, organisation.id)
    return AskedOrganisation(at, round, organisation, answer) if speaks else None


@router.card(RoundRequest)
async def draw_round_card(view: View[RoundRequest]) -> Card | None:
    """Draw for a representative what is asked, or the state once the organisation has answered or declined."""
    store, say, asked, out = view.store, view.say, view.args, view.delivery.was_told
    found = await find_asked_organisation(view, asked.round, asked.organisation)
    if found is None or found.round.state == DRAFT:
        return None
    at, round, organisation, answer = found.at, found.round, found.organisation, found.answer
    title, open_now = f"{round.code} {round.title}", may_answer_round(round, view.arena, view.now)
    if not open_now or answer.state != ASKED:
        return Card(title, tuple(await draw_answer_standing(at, round, organisation, answer))) if out else None
    wait_for_reader_hours(view, get_round_end(round, view.arena))
    lead: list[Part] = [Text(say("{organisation} is being asked for input.", organisation=organisation.name))]
    if asked.by is not None:
        by = await format_signature(store, asked.by, None, say)
        lead.append(Text(say("{name} asks you to answer for {organisation}.", name=by, organisation=organisation.name)))
    parts = await round_questions.draw_round_questions(at, round, await store.rounds.list_round_fields(round.id))
    return Card(
        title,
        (*lead, *parts, *_draw_answer_hint(say, round), Buttons(await draw_request_buttons(at, round, organisation))),
    )


def _draw_answer_hint(say: Say, round: Round) -> list[Part]:
    if round.form != ADOPTION:
        text = say("Each organisation answers once, and can change its answer until the deadline.")
    else:
        text = say(
            "One tap answers for your organisation. You choose afterwards whether the others see its name, and can"
            " change it at any time."
        )
    return [Text(text, "subtle")]


async def draw_answer_standing(
    at: ReaderContext, round: Round, organisation: Organisation, answer: RoundAnswer
) -> list[Part]:
    """Draw what the organisation has answered, and what it may still do."""
    say, fields = at.say, await at.store.rounds.list_round_fields(round.id)
    parts: list[Part] = [Text(round_texts.describe_round_state_line(at, round), "subtle")]
    missed = is_round_missed(at, round, answer)
    if missed:
        parts.append(Text(await describe_missed_round(at, round, organisation)))
    elif answer.state != ASKED or round.state != CANCELLED:
        parts.append(Text(await _describe_answer_standing(at, organisation, answer)))
    rows = round_texts.list_answer_facts(say, fields, answer)
    parts += [Facts(tuple(rows))] if rows else []
    shared = round_texts.describe_sharing_line(say, fields, answer)
    parts += [Text(shared, "subtle")] if shared else []
    row = [Button(say("Show"), "rounds.open", str(round.id))]
    if may_answer_round(round, at.arena, at.now):
        label = say("Answer") if answer.state != ANSWERED else say("Change")
        row.insert(0, Button(label, get_answer_action(round), AnswerValue(round.id, organisation.id).encode_value()))
    row += await draw_keeper_buttons(at, round) if missed else []
    if round.form == INQUIRY and answer.state == ANSWERED:
        row.append(Button(say("As a file"), "inquiries.file", str(round.id)))
    return [*parts, *([] if round.state == CANCELLED else [Buttons(tuple(row))])]


async def _describe_answer_standing(at: RenderContext, organisation: Organisation, answer: RoundAnswer) -> str:
    say, name = at.say, organisation.name
    if answer.state == ASKED:
        return say("{organisation} has not answered.", organisation=name)
    by = await format_signature(at.store, answer.person_id, None, say)
    if answer.state == ANSWERED:
        return say("{organisation} has answered, through {name}.", organisation=name, name=by)
    return say("{organisation} will not answer, says {name}.", organisation=name, name=by)


async def draw_past_request(view: View, round: Round, organisation: Organisation, answer: RoundAnswer) -> Card | None:
    """Draw in one line what became of a request that was sent. Return None for an unsent one, which is dropped."""
    if not view.delivery.was_told:
        return None
    answered = answer.state != ASKED
    line = (
        await _describe_answer_standing(view, organisation, answer)
        if answered
        else round_texts.describe_round_state_line(view, round)
    )
    return Card("", (Text(join_label(f"{round.code} {round.title}", line), "subtle"),))


async def draw_request_buttons(at: ReaderContext, round: Round, organisation: Organisation) -> tuple[Button, ...]:
    """Draw the buttons to answer on; about adoption one for each answer, so that one tap is enough."""
    row = await draw_round_buttons(at, round, organisation)
    if round.form != ADOPTION:
        return row
    return (*adoption_labels.draw_adoption_buttons(at.say, round.id, organisation.id), *row[1:])


async def draw_round_buttons(at: ReaderContext, round: Round, organisation: Organisation) -> tuple[Button, ...]:
    """Draw *Svar · Avstå · Gi videre til vara*, the last where there is somebody to pass it to."""
    say, value = at.say, AnswerValue(round.id, organisation.id).encode_value()
    row = (
        Button(say("Answer"), get_answer_action(round), value, "primary"),
        Button(say("Do not answer"), "rounds.decline", value),
    )
    others = await list_other_representatives(at.store, organisation.id, at.person)
    return (*row, Button(say("Pass to deputy"), "rounds.pass", value)) if others else row
