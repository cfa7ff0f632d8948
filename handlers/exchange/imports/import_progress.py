"""Show how far the import of a long table is: a private card that changes at each step."""

from __future__ import annotations

import msgspec

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Part, Redrawn, Reply, Text
from handlers.chat.events import Event
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from storage.exchange.import_drafts import ENDED, FETCHING, READING, STORING, ImportDraft
from storage.kit.database import Store

router = Router()
#: states of tables that somebody works on
BUSY = (FETCHING, READING, STORING)


class ImportCard(CardArguments, frozen=True):
    template = "exchange.import"

    draft: int


def build_import_subject(draft_id: int) -> str:
    return f"import:{draft_id}"


@router.card(ImportCard)
async def draw_import_card(view: View[ImportCard]) -> Card | None:
    """Draw what becomes of the table; a card that is out stays when the table has gone."""
    draft = await view.store.import_drafts.find(view.args.draft)
    return draw_import_state(view.say, draft) if draft is not None else None


def draw_import_state(say: Say, draft: ImportDraft) -> Card:
    """Draw how far the table is while it is worked on, and afterwards what came of it."""
    if draft.state not in BUSY:
        return msgspec.convert(draft.card, Card)
    soon = say("What the table would do stands here in a moment. Nothing comes in before you say yes.")
    all_or_none = say("Either all rows come in, or none.")
    stores = draft.state == STORING
    parts = Text(describe_import_progress(say, draft), "strong"), Text(all_or_none if stores else soon)
    return Card(say("Bringing in the table") if stores else say("Reading the table"), parts)


def describe_import_progress(say: Say, draft: ImportDraft) -> str:
    """Return how far a table is that is worked on."""
    if draft.state == STORING and draft.checked >= draft.total:
        return say.many("{n} row is being brought in.", "{n} rows are being brought in.", draft.total)
    if draft.state == FETCHING:
        return say("It is being fetched from the chat.")
    if not draft.total:
        return say("It is being read.")
    checked, total = say.format_number(draft.checked), say.format_number(draft.total)
    return say("{n} of {total} rows are checked.", n=checked, total=total)


async def answer_with_progress(event: Event, turn: Turn, draft: ImportDraft) -> Reply:
    """Answer with the card that changes; in a message of its own where the answer cannot change."""
    if event.reply_to is not None and not event.ephemeral:
        redrawn = Redrawn(ImportCard(draft.id), build_import_subject(draft.id))
        return Reply(draw_import_state(turn.say, draft), redrawn=redrawn)
    await post_import_card(turn.store, draft, turn.account.id)
    return Reply(Card("", (Text(turn.say("It is a long table. A message from me says how far it is.")),)), brief=True)


async def post_import_card(store: Store, draft: ImportDraft, account_id: int | None) -> None:
    person = await store.people.find(draft.person_id)
    if person is not None:
        subject = build_import_subject(draft.id)
        await outgoing.post_to_person(
            store, person, ImportCard(draft.id), key=subject, subject=subject, account_id=account_id
        )


async def begin_reading(store: Store, say: Say, draft: ImportDraft, kind: str) -> None:
    """Leave a file to be read, in place of what waits of the same kind."""
    for waiting in await store.import_drafts.lock_waiting_drafts(draft.person_id, kind, draft.id):
        await end_import(store, waiting, draw_nothing_imported(say, say("A newer table has taken its place.")))
    draft.kind, draft.state, draft.card, draft.message = kind, READING, None, None
    draft.tries, draft.claimed_at = 0, None
    await store.outbox.refresh_copies(build_import_subject(draft.id))


async def begin_storing(store: Store, draft: ImportDraft) -> None:
    """Leave a long table that somebody said yes to, to be brought in."""
    draft.state, draft.checked = STORING, 0
    await store.outbox.refresh_copies(build_import_subject(draft.id))


async def end_import(store: Store, draft: ImportDraft, card: Card) -> None:
    """Keep what came of the table, and no longer the table."""
    draft.state, draft.card = ENDED, msgspec.to_builtins(card)
    draft.content, draft.file, draft.message = "", None, None
    await store.outbox.refresh_copies(build_import_subject(draft.id))


def draw_nothing_imported(say: Say, text: str, *more: Part) -> Card:
    """Draw why nothing came of a table."""
    return Card(say("Nothing was brought in"), (Text(text), *more))
