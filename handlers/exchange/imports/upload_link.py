"""Take in the file of a table by a link of one person's own: the page reads it, and the chat shows what it would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers.access import rights
from handlers.chat import signed_links
from handlers.chat.say import Say
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import LinkContext, Turn
from handlers.exchange.imports.import_progress import BUSY, begin_reading, describe_import_progress, post_import_card
from handlers.exchange.imports.import_scope import load_import_scope
from handlers.exchange.imports.table_choice import TABLE_KINDS, has_import_place
from handlers.exchange.imports.table_kinds import TableKind
from storage.directory.people import Person
from storage.exchange.import_drafts import SHOWN, ImportDraft

PATH = "/data/import/{kind}/{token}"
#: validity of a link
OPEN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class UploadPage:
    """Hold the page of a link: what may be sent, and how far the last table is."""

    say: Say
    title: str
    #: how the last table is doing; "" where none was sent
    progress: str
    #: True while that changes by itself
    is_busy: bool


def build_upload_address(turn: Turn, kind: TableKind) -> str:
    """Return the address at which this person sends a file; "" where there are no pages."""
    link = SignedLink(turn.account.id, turn.person.id)
    path = PATH.replace("{kind}", kind.name)
    return signed_links.build_link_address(turn.arena, _build_purpose(kind.name), path, link, turn.now + OPEN)


def _build_purpose(kind: str) -> str:
    return f"import.{kind}"


async def _find_sender(at: LinkContext, kind: str, token: str) -> tuple[Person, SignedLink] | None:
    """Return who holds the link, while they may bring in such a table."""
    link = signed_links.parse_link_token(at.arena, _build_purpose(kind), token, at.now) if kind in TABLE_KINDS else None
    person = await at.store.people.find(link.person_id) if link is not None else None
    if link is None or person is None or not await rights.is_present(at.store, person):
        return None
    scope = await load_import_scope(at.store, person, at.arena)
    return (person, link) if has_import_place(scope, TABLE_KINDS[kind]) else None


async def load_upload_page(at: LinkContext, kind: str, token: str) -> UploadPage | None:
    """Return the page; None for a link that opens nothing."""
    found = await _find_sender(at, kind, token)
    if found is None:
        return None
    person, say = found[0], Say(found[0].language, at.arena.zone)
    draft = await at.store.import_drafts.find_newest_of_person(person.id, kind)
    title = say("Bring in a table: {what}", what=TABLE_KINDS[kind].label(say))
    if draft is None:
        return UploadPage(say, title, "", is_busy=False)
    if draft.state in BUSY:
        return UploadPage(say, title, describe_import_progress(say, draft), is_busy=True)
    waits = say("The table is read. What it would do stands in the chat, and waits for your yes.")
    over = say("What came of the table stands in the chat.")
    return UploadPage(say, title, waits if draft.state == SHOWN else over, is_busy=False)


async def store_uploaded_table(at: LinkContext, kind: str, token: str, file: bytes) -> bool:
    """Take in a file in place of what waits of the same kind, and say so in the chat. False for no such link."""
    found = await _find_sender(at, kind, token)
    if found is None:
        return False
    person, link = found
    draft = await at.store.import_drafts.add(ImportDraft(person_id=person.id, kind=kind, content="", file=file))
    await begin_reading(at.store, Say(person.language, at.arena.zone), draft, kind)
    await post_import_card(at.store, draft, link.id)
    return True
