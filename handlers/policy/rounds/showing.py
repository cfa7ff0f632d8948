"""Show: a round as it stands for one's own organisation, and for the secretariat with every organisation by name."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.representatives import list_acting
from handlers.policy.rounds import asked, cards, drafting, editions, readers, words
from handlers.policy.rounds.closing import outcome
from handlers.policy.rounds.deadlines import is_open
from handlers.policy.rounds.lookup import (
    list_reader_organisation_ids,
    list_represented_organisations,
    load_visible_round,
)
from storage.directory.organisations import Organisation
from storage.policy.rounds import ANSWERED, ASKED, CANCELLED, CLOSED, DECLINED, DRAFT, OPEN, Round, RoundAnswer

router = Router()
#: answers on a page
PAGE = 5
Answers = Sequence[tuple[RoundAnswer, Organisation]]


@router.on(Click, "rounds.open")
async def open_round(event: Click, turn: Turn) -> Reply:
    return Reply(await whole(turn, await load_visible_round(turn, event.value)))


async def whole(turn: Turn, round: Round) -> Card:
    """All that is known, for one person, with what that person may do."""
    if round.state == DRAFT:
        return await drafting.echo(turn, round)
    parts = await asked.core(turn, round, await turn.store.rounds.fields(round.id))
    published = await turn.store.editions.of_round(round.id)
    parts += await _mine(turn, round)
    if turn.person.secretariat:
        parts += await _everybody(turn, round)
    parts += await editions.all_parts(turn, published)
    if published and not turn.person.secretariat:
        parts.append(Buttons((Button(turn.say("Take out"), "rounds.export", str(round.id)),)))
    return Card(f"{round.code} {round.title}", tuple(parts))


async def _mine(turn: Turn, round: Round) -> list[Part]:
    """What one's own organisations have said; the buttons for those that one acts for."""
    acts = {house.id for house in await list_represented_organisations(turn, round, "")}
    parts: list[Part] = []
    for id in sorted(await list_reader_organisation_ids(turn.store, turn.person)):
        answer, house = await turn.store.rounds.answer(round.id, id), await turn.store.organisations.find(id)
        if answer is None or house is None:
            continue
        standing = await cards.standing(turn, round, house, answer)
        parts += [part for part in standing[1:] if not isinstance(part, Buttons)]
        if id in acts and is_open(round, turn.arena, turn.now):
            value = AnswerValue(round.id, house.id).write()
            change = (Button(turn.say("Change"), "rounds.answer", value),)
            parts.append(Buttons(change if answer.state == ANSWERED else cards.buttons(turn.say, round, house)))
        elif answer.state == ASKED and is_open(round, turn.arena, turn.now):
            names = [one.name for one in await list_acting(turn.store, id)]
            if names:
                text = turn.say("{names} can answer for {organisation}.", names=turn.say.listed(names),
                                organisation=house.name)  # fmt: skip
                parts.append(Text(text, "subtle"))
    return parts


async def _everybody(turn: Turn, round: Round) -> list[Part]:
    """For the secretariat: who has answered, who will not, who has said nothing, and who cannot be reached."""
    say, answers = turn.say, await turn.store.rounds.answers(round.id)
    unreached = [
        house.name
        for answer, house in answers
        if answer.state == ASKED and not await readers.reached(turn.store, house.id)
    ]
    rows = (
        (say("Has answered"), _names(answers, ANSWERED)),
        (say("Does not answer"), _names(answers, DECLINED)),
        (say("Has said nothing"), _names(answers, ASKED)),
        (say("Nobody to ask"), ", ".join(unreached)),
    )
    parts = await outcome(turn, round)
    buttons = [part for part in parts if isinstance(part, Buttons)]
    parts = [part for part in parts[1:] if not isinstance(part, Buttons)]
    parts.append(Facts(tuple((label, shorten(names, 1500)) for label, names in rows if names)))
    return [*parts, *_steering(turn, round, answers, buttons)]


def _names(answers: Answers, state: str) -> str:
    return ", ".join(house.name for answer, house in answers if answer.state == state)


def _steering(turn: Turn, round: Round, answers: Answers, after: list[Buttons]) -> list[Part]:
    say, id = turn.say, str(round.id)
    row = []
    if any(answer.state != ASKED for answer, _ in answers):
        row.append(Button(say("The answers"), "rounds.answers", id))
    if round.state == OPEN:
        row += [
            Button(say("Extend"), "rounds.extend", id),
            Button(say("End it now"), "rounds.close", id, confirm=say("Nobody can answer {code} after that. End it?",
                                                                      code=round.code)),
            Button(say("Call off"), "rounds.cancel", id, confirm=say("Call {code} off?", code=round.code)),
            Button(say("Take out"), "rounds.export", id),
        ]  # fmt: skip
    elif round.state == CLOSED:
        row += [button for part in after for button in part.row if button.do != "rounds.open"]
    elif round.state == CANCELLED and answers:
        row.append(Button(say("Take out"), "rounds.export", id))
    return [Buttons(tuple(row))] if row else []


@router.on(Click, "rounds.answers")
async def show_answers(event: Click, turn: Turn) -> Reply:
    """ "7:5", the page that begins with the sixth: what each has said, with its name."""
    await rights.need_secretariat(turn)
    round = await load_visible_round(turn, event.value)
    _, _, at = event.value.partition(":")
    skip = int(at) if at.isdecimal() and len(at) < 5 else 0
    fields = await turn.store.rounds.fields(round.id)
    found = [(answer, house) for answer, house in await turn.store.rounds.answers(round.id) if answer.state != ASKED]
    say, parts = turn.say, list[Part]()
    for answer, house in found[skip : skip + PAGE]:
        rows = [f"{label}: {text}" for label, text in words.lines(say, fields, answer)]
        note = words.shares(say)[answer.shared] if answer.state == ANSWERED and words.has_words(fields) else ""
        parts.append(Item(house.name, "\n".join(rows), note))
    if not found:
        parts.append(Text(say("Nobody has said anything yet.")))
    row = []
    if skip:
        row.append(Button(say("Previous page"), "rounds.answers", f"{round.id}:{max(0, skip - PAGE)}"))
    if skip + PAGE < len(found):
        row.append(Button(say("Next page"), "rounds.answers", f"{round.id}:{skip + PAGE}"))
    if row:
        parts.append(Buttons(tuple(row)))
    return Reply(Card(f"{round.code} {round.title}", tuple(parts)), replace=bool(at))
