"""Draft: the secretariat writes a round, reads it in full as it will be asked, and sends, changes or drops it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.rounds import alike, asked, audience, deadlines, fields, opening, purposes, readers
from handlers.policy.rounds.lookup import load_round_to_steer
from storage.directory.organisations import Organisation
from storage.policy.consultations import Consultation
from storage.policy.issues import Issue
from storage.policy.rounds import DRAFT, Round, RoundField

router = Router()
#: characters
TITLE, WHY, LINES = 120, 2000, 2000
#: names that are told
NAMES = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wrote into the form."""

    title: str
    why: str
    fields: list[RoundField]
    deadline: date
    audience: audience.Audience
    houses: list[Organisation]
    purpose: Issue | Consultation | None


async def form(turn: Turn, title: str = "", draft: Round | None = None) -> Form:
    say = turn.say
    lines = fields.typed(say, await turn.store.rounds.fields(draft.id)) if draft else ""
    hint = say(
        "A line for each: «Power: number MW», «Applied: choice yes / no», «A case: text», «Enova: scheme». "
        "You see it as it will be asked before it is sent."
    )
    day = say.day(draft.deadline) if draft and deadlines.ends(draft, turn.arena) > turn.now else ""
    inputs = (
        Field("title", say("What is it about?"), value=draft.title if draft else title[:TITLE], most=TITLE),
        Field("why", say("Why do you ask, and what is it for?"), "text", draft.why if draft else "", most=WHY),
        Field("fields", say("What do you ask for?"), "text", lines, hint, most=LINES),
        deadlines.field(turn, day),
        *await audience.fields(turn, draft.audience if draft else None),
        await purposes.field(turn, draft),
    )  # fmt: skip
    return Form(say("Input round"), "rounds.write", inputs, say("Next"), str(draft.id) if draft else "")


@router.on(Click, "rounds.write", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    """ "title:...", for who wrote it in a line."""
    return Reply(form=await form(turn, event.value.removeprefix("title:")))


@router.on(Click, "rounds.redo", opens=True)
async def redo(event: Click, turn: Turn) -> Reply:
    return Reply(form=await form(turn, draft=await load_round_to_steer(turn, event.value, DRAFT)))


@router.on(Submission, "rounds.write")
async def keep(event: Submission, turn: Turn) -> Reply:
    """As a draft: nobody is asked before it has been read as it will be asked."""
    draft = await load_round_to_steer(turn, event.value, DRAFT) if event.value else None
    want = await _read(event, turn)
    if draft is None:
        draft = Round(state=DRAFT, made_by_id=turn.person.id, audience={}, deadline=want.deadline, title="", why="")
        draft = await turn.store.rounds.add(draft)
    draft.title, draft.why, draft.deadline, draft.audience = want.title, want.why, want.deadline, want.audience
    purposes.write(draft, want.purpose)
    await turn.store.rounds.asks_for(draft.id, want.fields)
    return Reply(await _echo(turn, draft, want.fields, want.houses))


async def _read(event: Submission, turn: Turn) -> Wanted:
    """Raises UserError with all that is wrong, each at its field."""
    say, wrong = turn.say, dict[str, str]()
    title, why = " ".join(event.text("title").split()), event.text("why")
    if not title:
        wrong["title"] = say("Write what it is about.")
    if not why:
        wrong["why"] = say("Write why you ask: whoever knows it answers.")
    lines, day, chosen, purpose = None, None, None, None
    try:
        lines = await fields.read(turn, event.text("fields"))
    except UserError as error:
        wrong |= error.fields
    try:
        day = deadlines.read(event, turn)
    except UserError as error:
        wrong |= error.fields
    try:
        chosen = await audience.read(turn, event)
        purpose = await purposes.read(turn, event, chosen[1])
    except UserError as error:
        wrong |= error.fields
    if wrong or lines is None or day is None or chosen is None:
        raise UserError("", wrong)
    return Wanted(title[:TITLE], why[:WHY], lines, day, *chosen, purpose)


async def _echo(turn: Turn, draft: Round, lines: Sequence[RoundField], houses: Sequence[Organisation]) -> Card:
    """All of it, and who is asked; what cannot be reached is told now, when something can be done about it."""
    say, id = turn.say, str(draft.id)
    silent = [one.name for one in houses if not await readers.reached(turn.store, one.id)]
    names = say.listed([one.name for one in houses[:NAMES]])
    more = f" {say('and {n} more', n=len(houses) - NAMES)}" if len(houses) > NAMES else ""
    count = say.many("Asks {n} organisation: {names}", "Asks {n} organisations: {names}", len(houses), names=names)
    parts: list[Part] = [Text(say("Nobody is asked yet. This is how it reads:"), "subtle")]
    parts += await asked.core(turn, draft, lines)
    parts.append(Text(f"{count}{more}"))
    if silent:
        parts.append(Text(say("Nobody who acts for {names} can be reached yet.", names=say.listed(silent[:NAMES]))))
    parts += await _asked_before(turn, draft, lines)
    parts += fields.hints(say, f"{draft.title}\n{draft.why}", lines)
    row = (
        Button(say("Send"), "rounds.send", id, "primary"),
        Button(say("Change"), "rounds.redo", id),
        Button(say("Do not send it"), "rounds.drop", id, confirm=say("Throw away what you wrote?")),
    )
    return Card(f"{draft.code} {draft.title}", (*parts, Buttons(row)))


async def _asked_before(turn: Turn, draft: Round, lines: Sequence[RoundField]) -> list[Part]:
    """The same within a year is one question: who is counted in one round is not counted in the other."""
    labels: list[str] = []
    for line in lines:
        others = [one for one in await alike.alike(turn.store, line) if one.round_id != draft.id]
        labels += [line.label] if others else []
    if not labels:
        return []
    text = turn.say(
        "Asked within a year already: {names}. Who is counted in totals of that round is not counted again.",
        names=turn.say.listed(labels),
    )
    return [Text(text, "subtle")]


async def echo(turn: Turn, draft: Round) -> Card:
    """Of one that lies there."""
    houses = await audience.resolved(turn, draft.audience) or []
    return await _echo(turn, draft, await turn.store.rounds.fields(draft.id), houses)


@router.on(Click, "rounds.send")
async def send(event: Click, turn: Turn) -> Reply:
    """To those who fit now; a deadline that has passed meanwhile is to be set anew."""
    draft, say = await load_round_to_steer(turn, event.value, DRAFT), turn.say
    houses = await audience.resolved(turn, draft.audience) or []
    if deadlines.ends(draft, turn.arena) <= turn.now or not houses:
        raise UserError(say("The deadline has passed, or nobody fits any more. Change it, and send it then."))
    told = await opening.open_round(turn, draft, houses)
    text = say.many("{code} is out: {n} organisation is asked.", "{code} is out: {n} organisations are asked.",
                    len(houses), code=draft.code)  # fmt: skip
    people = say.many("{n} person gets a message, in working hours.", "{n} people get a message, in working hours.",
                      told)  # fmt: skip
    show = Button(say("Show"), "rounds.open", str(draft.id))
    return Reply(Card("", (Text(text), Text(people, "subtle"), Buttons((show,)))), replace=event.direct)


@router.on(Click, "rounds.drop")
async def drop(event: Click, turn: Turn) -> Reply:
    await turn.store.rounds.remove(await load_round_to_steer(turn, event.value, DRAFT))
    return note(turn.say("Thrown away. Nobody was asked."), replace=event.direct)
