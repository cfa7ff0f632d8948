"""Take a table that is attached to a message: the words beside it say what it is, or its writer is asked."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from handlers.access import rights
from handlers.chat.cards import Card, Reply, Text, build_text_reply
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Command, Deleted, Edited, Event, File
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.chat.typed_commands import find_import_order, list_tables, read_words_beside_table
from handlers.exchange.imports.attached_table_cards import (
    NO_RIGHT,
    RowChoice,
    describe_fetch_refusal,
    draw_other_ways,
    draw_words_choice,
)
from handlers.exchange.imports.import_progress import (
    answer_with_progress,
    begin_reading,
    build_import_subject,
    draw_nothing_imported,
    end_import,
)
from handlers.exchange.imports.import_scope import load_import_scope
from handlers.exchange.imports.table_choice import TABLE_KINDS, list_possible_kinds
from handlers.exchange.listings.listing_form import draw_way_to_site
from storage.exchange.import_drafts import ASKED, FETCHING, ImportDraft

router = Router()


@router.on(Command, "table")
async def on_table_message(event: Command, turn: Turn) -> Reply | None:
    """Leave the table to be fetched, or ask whether the words beside it are a question.

    The words of whoever brings in no tables go the way that they go without one.
    """
    typed, scope = read_words_beside_table(event), await load_import_scope(turn.store, turn.person, turn.arena)
    order, tables = find_import_order(typed.name, typed.text), list_tables(event.files)
    kinds = [TABLE_KINDS[order]] if order else TABLE_KINDS.values()
    plain = bool(typed.text) and not order
    if turn.person.guest or (plain and (len(tables) > 1 or not list_possible_kinds(scope))):
        return await rights.run_gated_action(turn, typed)
    if not event.direct:
        return build_text_reply(turn.say("Send me the table in our private chat, and I read it there."))
    if not list_possible_kinds(scope, kinds):
        return Reply(await draw_way_to_site(turn))
    refusal = _find_refusal(turn, tables)
    if refusal:
        return Reply(Card("", (Text(refusal), draw_other_ways(turn.say, order))))
    draft = await turn.store.import_drafts.add(ImportDraft(person_id=turn.person.id, content=""))
    _take_words(turn.say, draft, event)
    return await answer_with_progress(event, turn, draft)


def _take_words(say: Say, draft: ImportDraft, message: Command) -> None:
    """Take what the words say: what the rows are, or nothing, or what may be a question."""
    typed = read_words_beside_table(message)
    draft.message, draft.kind = msgspec.to_builtins(message), find_import_order(typed.name, typed.text)
    draft.state, draft.card = FETCHING, None
    if typed.text and not draft.kind:
        card = draw_words_choice(say, draft.id, list_tables(message.files)[0].name, message.written)
        draft.state, draft.card = ASKED, msgspec.to_builtins(card)


def _find_refusal(turn: Turn, tables: tuple[File, ...]) -> str:
    """Return why nothing can be fetched; "" for one table that can."""
    if not tables:
        return turn.say("That is no table that I can read. Save it as .xlsx or .csv, and send that.")
    if len(tables) > 1:
        return turn.say("Those are several tables. Send one at a time.")
    return "" if tables[0].source else describe_fetch_refusal(turn.say, NO_RIGHT)


@router.gate
async def follow_message_change(event: Event, turn: Turn) -> Reply | None:
    """Take along a change of the message of a table, as long as the table is still in the chat."""
    if not isinstance(event, Edited | Deleted) or not event.direct:
        return None
    for draft in await turn.store.import_drafts.lock_attached_drafts(turn.person.id):
        message = msgspec.convert(draft.message, Command)
        if (message.place, message.message) != (event.place, event.message):
            continue
        if isinstance(event, Deleted):
            gone = turn.say("You have deleted its message, so I have not read the table.")
            await end_import(turn.store, draft, draw_nothing_imported(turn.say, gone))
        elif draft.state == ASKED:
            _take_words(turn.say, draft, replace(message, text=event.text, markup=event.markup))
            await turn.store.outbox.refresh_copies(build_import_subject(draft.id))
    return None


@router.on(Click, "exchange.fetch_table")
async def on_table_fetch(event: Click, turn: Turn) -> Reply:
    draft = await _lock_asked_table(turn, event.value)
    if draft.message is not None:
        draft.state, draft.card = FETCHING, None
        await turn.store.outbox.refresh_copies(build_import_subject(draft.id))
    return Reply()  # the card that was clicked says how far it is


@router.on(Click, "exchange.choose_rows")
async def on_table_rows_choose(event: Click, turn: Turn) -> Reply:
    choice = RowChoice.parse_value(event.value)
    draft = await _lock_asked_table(turn, str(choice.draft))
    if draft.message is None and choice.kind in TABLE_KINDS:
        await begin_reading(turn.store, turn.say, draft, choice.kind)
    return Reply()  # the card that was clicked says how far it is


@router.on(Click, "exchange.ask_with_table")
async def on_table_ask(event: Click, turn: Turn) -> Reply:
    """Send the words on as they would have gone, with the table beside them."""
    draft = await _lock_asked_table(turn, event.value)
    if draft.message is None:
        raise Missing(_describe_settled_table(turn))
    message = msgspec.convert(draft.message, Command)
    await turn.store.import_drafts.delete(draft)
    reply = await rights.run_gated_action(turn, read_words_beside_table(message))
    if reply is None:
        return build_text_reply(turn.say("There is nothing left to ask: the message is deleted."), replace=True)
    return msgspec.structs.replace(reply, replace=True)


async def _lock_asked_table(turn: Turn, value: str) -> ImportDraft:
    """Return the person's own table about which they are asked, with its row lock. Raises Missing."""
    draft = await turn.store.import_drafts.lock(parse_id(value))
    if draft is None or draft.person_id != turn.person.id or draft.state != ASKED:
        raise Missing(_describe_settled_table(turn))
    return draft


def _describe_settled_table(turn: Turn) -> str:
    return turn.say("That is settled already, or has waited too long. Send the table again.")
