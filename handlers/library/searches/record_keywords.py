"""Make searched words a keyword of a record with one tap, undo that, and edit all its keywords."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue, RecordValue
from handlers.chat.cards import Button, Field, Form, Reply
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.searches import lookup, search_targets
from handlers.library.searches.search_list import reply_with_searches
from handlers.library.searches.search_targets import SearchTarget
from handlers.library.solutions import keywords
from storage.library.search_terms import IGNORED, OPEN, TAUGHT, ChosenSearch

router = Router()


class TaughtKeyword(ButtonValue, frozen=True):
    """Hold a keyword of a record, by its words: "solution:12:brukt syre".

    A search that finds something by now is no longer in the list.
    """

    kind: str
    id: int
    words: str


@router.on(Click, "searches.teach")
async def on_search_teach(event: Click, turn: Turn) -> Reply:
    """Add the searched words as a keyword of the record that was opened after the search."""
    row, _ = await lookup.load_search_row(turn, event.value)
    if not isinstance(row, ChosenSearch):
        raise Missing(turn.say("I cannot find that."))
    return await add_searched_keyword(turn, await search_targets.lock_target(turn, row.kind, row.record_id), row)


async def add_searched_keyword(turn: Turn, record: SearchTarget, row: lookup.Row) -> Reply:
    await search_targets.save_target_keywords(turn, record, keywords.add_keyword(record.row.keywords, row.words))
    await turn.store.search_terms.change_missed_search_state(row.words, OPEN, TAUGHT)
    text = turn.say("“{words}” finds {record} from now on.", words=row.words, record=record.describe_target(turn))
    taught, value = TaughtKeyword(record.kind, record.row.id, row.words), record.value.encode_value()
    undo = Button(turn.say("Undo"), "searches.unteach", taught.encode_value())
    return await reply_with_searches(turn, text, undo, Button(turn.say("Keywords"), "searches.keywords", value))


@router.on(Click, "searches.unteach")
async def on_search_unteach(event: Click, turn: Turn) -> Reply:
    taught = TaughtKeyword.parse_value(event.value)
    record = await search_targets.lock_target(turn, taught.kind, taught.id)
    await search_targets.save_target_keywords(turn, record, keywords.remove_keyword(record.row.keywords, taught.words))
    await turn.store.search_terms.change_missed_search_state(taught.words, TAUGHT, OPEN)
    return await reply_with_searches(turn, turn.say("“{words}” is no longer a keyword.", words=taught.words))


@router.on(Click, "searches.ignore")
async def on_search_ignore(event: Click, turn: Turn) -> Reply:
    row, _ = await lookup.load_search_row(turn, event.value)
    row.state = IGNORED
    text = turn.say("“{words}” is not shown again.", words=row.words)
    return await reply_with_searches(turn, text, Button(turn.say("Undo"), "searches.reopen", event.value))


@router.on(Click, "searches.reopen")
async def on_search_reopen(event: Click, turn: Turn) -> Reply:
    row, _ = await lookup.load_search_row(turn, event.value)
    row.state = OPEN
    return await reply_with_searches(turn, turn.say("“{words}” is back in the list.", words=row.words))


@router.on(Click, "searches.keywords", opens=True)
async def on_search_keywords_open(event: Click, turn: Turn) -> Reply:
    """Open a form with all keywords of the record."""
    record, say = await _lock_clicked_target(turn, event.value), turn.say
    hint = say("Other words people may search for, separated by commas.")
    words = keywords.format_keywords(record.row.keywords)
    field = Field("keywords", say("Keywords"), "text", words, hint, required=False, most=keywords.ROOM)
    title = record.describe_target(turn)
    return Reply(
        form=Form(say("Keywords"), "searches.keywords", (field,), say("Save"), record.value.encode_value(), note=title)
    )


@router.on(Submission, "searches.keywords")
async def on_search_keywords_submit(event: Submission, turn: Turn) -> Reply:
    record = await _lock_clicked_target(turn, event.value)
    await search_targets.save_target_keywords(turn, record, keywords.parse_keywords(event.get_text("keywords")))
    return await reply_with_searches(
        turn, turn.say("The keywords of {record} are saved.", record=record.describe_target(turn))
    )


async def _lock_clicked_target(turn: Turn, value: str) -> SearchTarget:
    named = RecordValue.parse_value(value)
    return await search_targets.lock_target(turn, named.kind, named.id)
