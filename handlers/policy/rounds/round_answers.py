"""Answer a round in one form, once for each organisation, by its representative.

The answer can change until the deadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from handlers.chat.cards import Card, Field, Form, Redrawn, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.policy.organisation_answers.answer_recording import (
    describe_repeated_answer,
    draw_colleague_news,
    record_answer,
)
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.speakers import choose_speaker
from handlers.policy.rounds import adoption_answers, adoption_labels, number_texts, round_texts
from handlers.policy.rounds.lookup import load_open_round, refuse_inquiry
from handlers.policy.rounds.round_answer_kind import ROUND_ANSWERS, RoundAnswerChangeNotice
from handlers.policy.rounds.round_receipts import RoundAnswerReceipt, draw_answer_remarks, draw_recorded_answer
from handlers.quantities import number_parser
from storage.directory.organisations import Organisation
from storage.policy.rounds import (
    ADOPTION,
    ANSWERED,
    CHOICE,
    NUMBER,
    PRIVATE,
    SCHEME,
    UNNAMED,
    RoundAnswer,
    RoundField,
)

router = Router()


#: maximum numbers of characters of a text, and of the reason why a scheme works or does not
TEXT, WHY = 2000, 1000


@router.on(Click, "rounds.answer", opens=True)
async def on_round_answer_open(event: Click, turn: Turn) -> Reply:
    round = await load_open_round(turn, event.value, lock=False)
    refuse_inquiry(turn, round)
    organisation = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, "rounds.answer")
    if isinstance(organisation, Reply):
        return organisation
    answer = await turn.store.rounds.find_round_answer(round.id, organisation.id)
    assert answer is not None
    fields = await turn.store.rounds.list_round_fields(round.id)
    say = turn.say
    inputs = [one for field in fields for one in _draw_answer_inputs(turn, field, answer)]
    if round_texts.has_text_fields(fields):
        inputs.append(
            Field(
                "shared", say("Who can read your text?"), "choice", answer.shared,
                say(
                    "Numbers are shown only as totals from at least five organisations, and choices only as counts"
" from at least nine."
                ),
                options=tuple(round_texts.list_sharing_labels(say).items()),
            )
        )  # fmt: skip
    if round.form == ADOPTION:
        inputs.append(adoption_answers.draw_sharing_field(say, answer))
    lead = say("For {organisation}, until {day}. {why}", organisation=organisation.name,
               day=say.format_day(round.deadline), why=spell_out_links(round.why))  # fmt: skip
    return Reply(
        form=Form(
            say("Your answer"),
            "rounds.answer",
            tuple(inputs),
            say("Send"),
            AnswerValue(round.id, organisation.id).encode_value(),
            f"{round.code} {round.title}. {lead}",
        )
    )


def _draw_answer_inputs(turn: Turn, field: RoundField, answer: RoundAnswer) -> list[Field]:
    """Draw the inputs of one field, with the earlier answer. No input is required."""
    say, name = turn.say, f"f{field.id}"
    now = str(answer.given.get(str(field.id), ""))
    match field.kind:
        case kind if kind == NUMBER:
            unit = number_texts.format_unit(say, field.unit)
            hint = say("In {unit}. Another unit of the same kind is converted.", unit=unit)
            shown = number_texts.format_number_input(say, Decimal(now)) if now else ""
            return [Field(name, f"{field.label} ({unit})", "line", shown, hint, required=False, most=60)]
        case kind if kind == CHOICE:
            options = tuple((str(n), option) for n, option in enumerate(field.options))
            return [Field(name, field.label, "choice", now, required=False, options=options)]
        case kind if kind == SCHEME:
            why = str(answer.given.get(f"{field.id}:why", ""))
            label = say("Does {scheme} meet your needs?", scheme=field.label)
            return [
                Field(
                    name,
                    label,
                    "choice",
                    now,
                    required=False,
                    options=tuple(round_texts.list_verdict_labels(say).items()),
                ),
                Field(f"{name}why", say("Why? ({scheme})", scheme=field.label), "text", why, required=False, most=WHY),
            ]
        case kind if kind == ADOPTION:
            states = tuple(adoption_labels.label_adoption_states(say).items())
            return [Field(name, field.label, "choice", now, options=states)]
    return [Field(name, field.label, "text", now, required=False, most=TEXT)]


@router.on(Submission, "rounds.answer")
async def on_round_answer_submit(event: Submission, turn: Turn) -> Reply:
    """Record the answer under the row lock of the round.

    Of two people of one organisation the second changes the answer of the first.
    """
    round = await load_open_round(turn, event.value)
    refuse_inquiry(turn, round)
    organisation = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, "rounds.answer")
    if isinstance(organisation, Reply):
        return organisation
    if round.form == ADOPTION:
        return await adoption_answers.answer_from_form(event, turn, round, organisation)
    fields = await turn.store.rounds.list_round_fields(round.id)
    shared = (
        event.get_text("shared") if event.get_text("shared") in round_texts.list_sharing_labels(turn.say) else PRIVATE
    )
    given = _parse_answer_form(event, turn, fields, organisation if shared == UNNAMED else None)
    said = RoundAnswer(
        round_id=round.id, organisation_id=organisation.id, state=ANSWERED, given=given, shared=shared, reason="",
        person_id=turn.person.id,
    )  # fmt: skip
    repeated = await record_answer(ROUND_ANSWERS, turn, round, organisation, said, ANSWERED)
    if repeated is not None:
        text = await describe_repeated_answer(ROUND_ANSWERS, turn, organisation, repeated)
        return Reply(await draw_recorded_answer(turn, round, organisation, repeated, text))
    about = round_texts.build_round_subject(round.id, organisation.id)
    redrawn = Redrawn(RoundAnswerReceipt(round.id, organisation.id), about)
    remarks = await draw_answer_remarks(turn, fields, organisation, said)
    shown_by = () if remarks else round_texts.list_answer_subjects(round.id, organisation.id)
    return Reply(await draw_recorded_answer(turn, round, organisation, said), redrawn=redrawn, shown_by=shown_by)


def _parse_answer_form(
    event: Submission, turn: Turn, fields: Sequence[RoundField], unnamed: Organisation | None
) -> dict[str, str]:
    """Parse the form.

    Raise UserError with the errors of each field. `unnamed` is the organisation whose name the words must not
    contain.
    """
    say, given, wrong = turn.say, dict[str, str](), dict[str, str]()
    for field in fields:
        name, text = f"f{field.id}", event.get_text(f"f{field.id}")
        why = event.get_text(f"{name}why")[:WHY] if field.kind == SCHEME else ""
        if unnamed is not None:
            for at, words_of in ((name, text if field.kind not in (NUMBER, CHOICE) else ""), (f"{name}why", why)):
                if unnamed.name.casefold() in words_of.casefold():
                    wrong[at] = say("Leave out the name {organisation}: your organisation shares without its name.",
                                    organisation=unnamed.name)  # fmt: skip
        if why and not text:
            wrong[name] = say("Choose one of these.")
        if not text:
            continue
        error = _find_answer_error(turn, field, text)
        if error:
            wrong[name] = error
        elif field.kind == NUMBER:
            given[str(field.id)] = str(number_parser.parse_number(text, field.unit))
        else:
            given[str(field.id)] = text[:TEXT]
        if why:
            given[f"{field.id}:why"] = why
    if not given and not wrong:
        wrong[f"f{fields[0].id}"] = say("Answer at least one of these, or say that you do not answer.")
    if wrong:
        raise UserError("", wrong)
    return given


def _find_answer_error(turn: Turn, field: RoundField, text: str) -> str:
    """Return what is wrong with the answer to one field, or an empty text."""
    match field.kind:
        case kind if kind == NUMBER:
            try:
                number_parser.parse_number(text, field.unit)
            except number_parser.NotANumber as error:
                return number_texts.explain_number_error(turn.say, error.reason, text, field.unit)
        case kind if kind == CHOICE:
            known = text.isascii() and text.isdecimal() and int(text) < len(field.options)
            return "" if known else turn.say("Choose one of these.")
        case kind if kind == SCHEME:
            return "" if text in round_texts.list_verdict_labels(turn.say) else turn.say("Choose one of these.")
    return ""


@router.card(RoundAnswerChangeNotice)
async def draw_round_colleague_card(view: View[RoundAnswerChangeNotice]) -> Card | None:
    return await draw_colleague_news(ROUND_ANSWERS, view, view.args, "rounds.open")
