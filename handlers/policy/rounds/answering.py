"""Answer: in one form, once for each organisation, by whoever acts for it; changeable until the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from handlers.chat.cards import Button, Buttons, Card, Facts, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition import hint
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.recording import describe_repeat, draw_colleague_news, record_answer
from handlers.policy.organisation_answers.speakers import choose_speaker
from handlers.policy.rounds import alike, numbers, units, words
from handlers.policy.rounds.lookup import load_open_round
from handlers.policy.rounds.round_answer_kind import ROUND_ANSWERS
from storage.directory.organisations import Organisation
from storage.policy.rounds import ANSWERED, CHOICE, NUMBER, PRIVATE, SCHEME, UNNAMED, Round, RoundAnswer, RoundField

router = Router()
#: characters of a text, and of why a scheme hits or misses
TEXT, WHY = 2000, 1000


@router.on(Click, "rounds.answer", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    round = await load_open_round(turn, event.value, lock=False)
    house = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, "rounds.answer")
    if isinstance(house, Reply):
        return house
    answer = await turn.store.rounds.answer(round.id, house.id)
    assert answer is not None
    fields = await turn.store.rounds.fields(round.id)
    say = turn.say
    inputs = [one for field in fields for one in _inputs(turn, field, answer)]
    if words.has_words(fields):
        inputs.append(
            Field(
                "shared", say("Who may read your words?"), "choice", answer.shared,
                say(
                    "Numbers are told only as totals of at least five organisations, "
                    "choices only as counts of at least nine."
                ),
                options=tuple(words.shares(say).items()),
            )
        )  # fmt: skip
    lead = say("For {organisation}, until {day}. {why}", organisation=house.name, day=say.day(round.deadline),
               why=round.why)  # fmt: skip
    return Reply(
        form=Form(
            round.title, "rounds.answer", tuple(inputs), say("Send"), AnswerValue(round.id, house.id).write(), lead
        )
    )


def _inputs(turn: Turn, field: RoundField, answer: RoundAnswer) -> list[Field]:
    """One of what is asked, with what was answered before; nothing has to be filled in."""
    say, name = turn.say, f"f{field.id}"
    now = str(answer.given.get(str(field.id), ""))
    match field.kind:
        case kind if kind == NUMBER:
            unit = units.shown(say, field.unit)
            hint = say("In {unit}. Another unit of the same kind is converted.", unit=unit)
            shown = numbers.typed(say, Decimal(now)) if now else ""
            return [Field(name, f"{field.label} ({unit})", "line", shown, hint, required=False, most=60)]
        case kind if kind == CHOICE:
            options = tuple((str(n), option) for n, option in enumerate(field.options))
            return [Field(name, field.label, "choice", now, required=False, options=options)]
        case kind if kind == SCHEME:
            why = str(answer.given.get(f"{field.id}:why", ""))
            label = say("Does {scheme} hit what you need?", scheme=field.label)
            return [
                Field(name, label, "choice", now, required=False, options=tuple(words.verdicts(say).items())),
                Field(f"{name}why", say("Why? ({scheme})", scheme=field.label), "text", why, required=False, most=WHY),
            ]
    return [Field(name, field.label, "text", now, required=False, most=TEXT)]


@router.on(Submission, "rounds.answer")
async def answer(event: Submission, turn: Turn) -> Reply:
    """The round is held: of two people of one organisation the second changes what the first has said."""
    round = await load_open_round(turn, event.value)
    house = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, "rounds.answer")
    if isinstance(house, Reply):
        return house
    fields = await turn.store.rounds.fields(round.id)
    shared = event.text("shared") if event.text("shared") in words.shares(turn.say) else PRIVATE
    given = _read(event, turn, fields, house if shared == UNNAMED else None)
    said = RoundAnswer(
        round_id=round.id, organisation_id=house.id, state=ANSWERED, given=given, shared=shared, reason="",
        person_id=turn.person.id,
    )  # fmt: skip
    repeated = await record_answer(ROUND_ANSWERS, turn, round, house, said, ANSWERED)
    text = (
        await describe_repeat(ROUND_ANSWERS, turn, house, repeated)
        if repeated is not None
        else turn.say("{organisation} has answered.", organisation=house.name)
    )
    return Reply(await _done(turn, round, house, repeated or said, text))


def _read(event: Submission, turn: Turn, fields: Sequence[RoundField], unnamed: Organisation | None) -> dict[str, str]:
    """Raises UserError with what is wrong at each field. `unnamed`: whose name its words must not say."""
    say, given, wrong = turn.say, dict[str, str](), dict[str, str]()
    for field in fields:
        name, text = f"f{field.id}", event.text(f"f{field.id}")
        why = event.text(f"{name}why")[:WHY] if field.kind == SCHEME else ""
        if unnamed is not None:
            for at, words_of in ((name, text if field.kind not in (NUMBER, CHOICE) else ""), (f"{name}why", why)):
                if unnamed.name.casefold() in words_of.casefold():
                    wrong[at] = say("Leave out the name {organisation}: you share it without.",
                                    organisation=unnamed.name)  # fmt: skip
        if why and not text:
            wrong[name] = say("Choose one of these.")
        if not text:
            continue
        error = _wrong(turn, field, text)
        if error:
            wrong[name] = error
        elif field.kind == NUMBER:
            given[str(field.id)] = str(numbers.read(text, field.unit))
        else:
            given[str(field.id)] = text[:TEXT]
        if why:
            given[f"{field.id}:why"] = why
    if not given and not wrong:
        wrong[f"f{fields[0].id}"] = say("Answer at least one of these, or say that you do not answer.")
    if wrong:
        raise UserError("", wrong)
    return given


def _wrong(turn: Turn, field: RoundField, text: str) -> str:
    """What is wrong with what was given to one field; empty where nothing is."""
    match field.kind:
        case kind if kind == NUMBER:
            try:
                numbers.read(text, field.unit)
            except numbers.NotANumber as error:
                return numbers.explain(turn.say, error.reason, text, field.unit)
        case kind if kind == CHOICE:
            known = text.isascii() and text.isdecimal() and int(text) < len(field.options)
            return "" if known else turn.say("Choose one of these.")
        case kind if kind == SCHEME:
            return "" if text in words.verdicts(turn.say) else turn.say("Choose one of these.")
    return ""


@router.card("rounds.colleague")
async def draw_colleague(view: View) -> Card | None:
    return await draw_colleague_news(ROUND_ANSWERS, view, "rounds.open", view["by"])


async def _done(turn: Turn, round: Round, house: Organisation, answer: RoundAnswer, text: str) -> Card:
    """What was understood, in full, and until when it can be changed."""
    say, fields, value = turn.say, await turn.store.rounds.fields(round.id), AnswerValue(round.id, house.id).write()
    parts: list[Part] = [Text(text), Facts(tuple(words.lines(say, fields, answer)))]
    if words.has_words(fields):
        parts.append(Text(say("Who may read the words: {who}", who=words.shares(say)[answer.shared]), "subtle"))
    parts.append(Text(say("You can change it until {day}.", day=say.when(round.deadline)), "subtle"))
    if await counted(turn, fields, house):
        parts.append(Text(say("Totals that are out count what you had answered then, and do not change."), "subtle"))
    said = "\n".join(str(answer.given[key]) for key in answer.given if _is_text(key, fields))
    row = (Button(say("Change"), "rounds.answer", value), Button(say("Show"), "rounds.open", str(round.id)))
    return Card(f"{round.code} {round.title}", (*parts, *hint(say, said), Buttons(row)))


async def counted(turn: Turn, fields: Sequence[RoundField], house: Organisation) -> bool:
    """Whether an edition holds one of its answers."""
    return any([house.id in await alike.counted(turn.store, field) for field in fields])


def _is_text(key: str, fields: Sequence[RoundField]) -> bool:
    return ":" in key or any(str(field.id) == key and field.kind not in (NUMBER, CHOICE, SCHEME) for field in fields)
