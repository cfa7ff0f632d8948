"""What of rounds waits for one person: those to answer; for the secretariat drafts, and rounds that are over."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.policy.rounds import cards, totals, words
from handlers.policy.rounds.deadlines import is_open
from storage.policy.rounds import ANSWERED, ASKED, CLOSED, DRAFT, OPEN, Round

#: entries of one kind, rounds that are looked at, and how long one that is over is pointed at
MOST, LOOKED_AT, LATELY = 8, 50, timedelta(days=30)


async def items(turn: Turn) -> list[Item]:
    if turn.person.guest:
        return []
    return [*await _to_answer(turn), *(await _secretariat(turn) if turn.person.secretariat else ())][:MOST]


async def _to_answer(turn: Turn) -> list[Item]:
    """Of organisations that one acts for, the nearest deadline first."""
    say, found = turn.say, []
    houses = {house.id: house for house in await turn.store.organisations.represented_by(turn.person.id)}
    rounds = await turn.store.rounds.listed((OPEN,), houses, LOOKED_AT) if houses else ()
    for round in sorted(rounds, key=lambda one: (one.deadline, one.id)):
        for id, house in houses.items():
            answer = await turn.store.rounds.answer(round.id, id)
            if answer is not None and answer.state == ASKED and is_open(round, turn.arena, turn.now):
                text = say("{organisation} is asked for input.", organisation=house.name)
                line = say("deadline {day}", day=say.day(round.deadline))
                row = cards.buttons(say, round, house)
                found.append(Item(f"{round.code} {round.title}", text, line, row))
    return found


async def of_colleagues(turn: Turn) -> list[Item]:
    """Not answered by the organisation that one acts for, and others are to answer for it: who they are, by when."""
    say, store, own, found = turn.say, turn.store, turn.person.stands_for, list[Item]()
    acting = () if own is None or turn.person.guest else await store.organisations.representatives(own)
    if own is None or not acting or turn.person.id in {one.id for one in acting}:
        return []
    names = say.listed([one.name for one in acting])
    for round in sorted(await store.rounds.listed((OPEN,), [own], LOOKED_AT), key=lambda one: (one.deadline, one.id)):
        answer = await store.rounds.answer(round.id, own)
        if answer is not None and answer.state == ASKED and is_open(round, turn.arena, turn.now):
            text = say("{names} can answer until {day}.", names=names, day=say.day(round.deadline))
            show = Button(say("Show"), "rounds.open", str(round.id))
            found.append(Item(f"{round.code} {round.title}", text, say("Not answered yet"), (show,)))
    return found


async def _secretariat(turn: Turn) -> list[Item]:
    return [
        item
        for round in await turn.store.rounds.listed((DRAFT, CLOSED), None, LOOKED_AT)
        if (item := await _draft_or_over(turn, round)) is not None
    ]


async def _draft_or_over(turn: Turn, round: Round) -> Item | None:
    """One's own draft; a round that nobody has answered, or of which a total can be told."""
    say, title, show = turn.say, f"{round.code} {round.title}", Button(turn.say("Show"), "rounds.open", str(round.id))
    if round.state == DRAFT:
        mine = round.made_by_id == turn.person.id
        return Item(title, shorten(round.why, 150), say("Not sent yet"), (show,)) if mine else None
    if round.closed_at is None or round.closed_at < turn.now - LATELY:
        return None
    states = [answer.state for answer, _ in await turn.store.rounds.answers(round.id)]
    if ANSWERED not in states:
        extend = Button(say("Extend"), "rounds.extend", str(round.id))
        return Item(title, say("Nobody has answered."), words.state_line(turn, round), (extend, show))
    result = await totals.found(turn.store, round)
    if result.empty:
        return None
    publish = Button(say("Publish totals"), "rounds.publish", str(round.id), "primary")
    return Item(title, say("Totals can be published."), words.state_line(turn, round), (publish, show))
