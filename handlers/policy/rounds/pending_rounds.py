"""List rounds that await one person: those to answer, and for the secretariat drafts and rounds that are over."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.policy.rounds import cards, round_texts, round_totals
from handlers.policy.rounds.deadlines import is_round_open
from storage.policy.rounds import ANSWERED, ASKED, CLOSED, DRAFT, INQUIRY, OPEN, Round

#: maximum number of entries of one kind and of rounds looked at; time for which a closed round is listed
MOST_ENTRIES, MOST_ROUNDS, LATELY = 8, 50, timedelta(days=30)


async def list_pending_rounds(turn: Turn) -> list[Item]:
    if turn.person.guest:
        return []
    return [
        *await _list_rounds_to_answer(turn),
        *(await _list_secretariat_rounds(turn) if turn.person.secretariat else ()),
    ][:MOST_ENTRIES]


async def _list_rounds_to_answer(turn: Turn) -> list[Item]:
    """List rounds for organisations that the person represents, nearest deadline first."""
    say, found = turn.say, []
    organisations = {
        organisation.id: organisation
        for organisation in await turn.store.organisations.list_organisations_represented_by(turn.person.id)
    }
    rounds = (
        await turn.store.rounds.list_rounds_of_recipients((OPEN,), organisations, MOST_ROUNDS) if organisations else ()
    )
    for round in sorted(rounds, key=lambda one: (one.deadline, one.id)):
        for id, organisation in organisations.items():
            answer = await turn.store.rounds.find_round_answer(round.id, id)
            if answer is not None and answer.state == ASKED and is_round_open(round, turn.arena, turn.now):
                text = say("{organisation} is being asked for input.", organisation=organisation.name)
                line = say("deadline {day}", day=say.format_period(round.deadline))
                row = await cards.draw_round_buttons(turn, round, organisation)
                found.append(Item(f"{round.code} {round.title}", text, line, row))
    return found


async def list_rounds_of_colleagues(turn: Turn) -> list[Item]:
    """List unanswered rounds of the person's organisation that colleagues are to answer, with their names and the
    deadline.
    """
    say, store, own, found = turn.say, turn.store, turn.person.stands_for, list[Item]()
    acting = () if own is None or turn.person.guest else await store.organisations.list_representatives(own)
    if own is None or not acting or turn.person.id in {one.id for one in acting}:
        return []
    names = say.listed([one.name for one in acting])
    for round in sorted(
        await store.rounds.list_rounds_of_recipients((OPEN,), [own], MOST_ROUNDS),
        key=lambda one: (one.deadline, one.id),
    ):
        answer = await store.rounds.find_round_answer(round.id, own)
        if answer is not None and answer.state == ASKED and is_round_open(round, turn.arena, turn.now):
            text = say("{names} can answer until {day}.", names=names, day=say.format_day(round.deadline))
            show = Button(say("Show"), "rounds.open", str(round.id))
            found.append(Item(f"{round.code} {round.title}", text, say("Not answered yet"), (show,)))
    return found


async def _list_secretariat_rounds(turn: Turn) -> list[Item]:
    return [
        item
        for round in await turn.store.rounds.list_rounds_of_recipients((DRAFT, CLOSED), None, MOST_ROUNDS)
        if (item := await _find_draft_or_over_item(turn, round)) is not None
    ]


async def _find_draft_or_over_item(turn: Turn, round: Round) -> Item | None:
    """Return an item for the person's own draft.

    A closed round gets one if nobody has answered, or a total can be published.
    """
    say, title, show = turn.say, f"{round.code} {round.title}", Button(turn.say("Show"), "rounds.open", str(round.id))
    if round.state == DRAFT:
        mine = round.made_by_id == turn.person.id or round.inquirer_id is not None
        return Item(title, shorten_text(round.why, 150), say("Not sent yet"), (show,)) if mine else None
    if round.closed_at is None or round.closed_at < turn.now - LATELY:
        return None
    states = [answer.state for answer, _ in await turn.store.rounds.list_round_answers(round.id)]
    if ANSWERED not in states:
        extend = Button(say("Extend"), "rounds.extend", str(round.id))
        return Item(
            title, say("Nobody has answered."), round_texts.describe_round_state_line(turn, round), (extend, show)
        )
    if round.form == INQUIRY:
        sheets = Button(say("The sheets"), "inquiries.sheets", str(round.id), "primary")
        return Item(
            title, say("Sheets have come in."), round_texts.describe_round_state_line(turn, round), (sheets, show)
        )
    result = await round_totals.build_edition_draft(turn.store, round)
    if result.is_empty:
        return None
    publish = Button(say("Publish totals"), "rounds.publish", str(round.id), "primary")
    return Item(
        title, say("Totals can be published."), round_texts.describe_round_state_line(turn, round), (publish, show)
    )
