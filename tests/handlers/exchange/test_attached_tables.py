"""A table that is attached to a message in the private chat is read as one that is sent on a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.maintenance.import_worker import ImportWorker
from bot.platforms import PermanentError, TemporaryError
from handlers.chat.cards import Reply
from handlers.chat.events import File, Message
from handlers.chat.places import Place
from handlers.documents.tables import MOST_BYTES
from handlers.exchange.imports.import_claims import TRIES
from storage.exchange.import_drafts import ImportDraft
from storage.questions.questions import Question
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of, text_of
from tests.handlers.exchange.test_table_import import HEAD, build_rows, build_workbook, list_listings, write_lines

STREAMS = "Sted;Energibærer;Forbruk (GWh/år);Formål;År\nkari verk;elektrisitet;12;smelteovn 2;2025"
ANOTHER = "Bring it in another way"
BOTH = "Sted;Type;Mengde;Retning\nkari verk;varme;12 GWh/år;ut"


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", "59,14 9,66")


def hold(talk: Conversation, name: str, content: str | bytes | Exception) -> File:
    """A file that the chat hands out."""
    held = content.encode() if isinstance(content, str) else content
    talk.platforms["fake"].files[f"here/{name}"] = held
    return File("file", name, f"https://chat.test/{name}", f"here/{name}")


async def sends(who: Someone, text: str, *files: File, channel: str = "", id: str = "") -> Reply:
    """A message with files, alone with the bot or in a room."""
    where = who._where(channel)
    reply_to = Place(who.platform, who.workspace, channel, user=who.user)
    said = Message(
        text=text, message=f"u{where['id']}", addressed=True, files=files, **(where | {"reply_to": reply_to})
    )
    return await who.talk.happens(replace(said, id=id) if id else said)


async def works(talk: Conversation) -> int:
    """All that is to be done; how many steps it took."""
    worker, steps = ImportWorker(talk.database, talk.arena, talk.platforms), 0
    while await worker.work_on_next_table():
        steps += 1
    await talk.settle()
    return steps


async def list_drafts(talk: Conversation) -> list[ImportDraft]:
    async with talk.database.read() as store:
        return [*await store.session.scalars(sa.select(ImportDraft).options(sa.orm.undefer(ImportDraft.file)))]


@pytest.mark.draws("exchange.import")
async def test_a_table_alone_is_fetched_shown_and_brought_in(talk: Conversation, kari: Someone) -> None:
    """«Har dere energikartleggingen? Send tabellen.»"""
    await sends(kari, "", hold(talk, "Tabell.XLSX", build_workbook([HEAD, *build_rows(3)])))
    card = kari.last
    assert "It is being fetched from the chat." in card.text
    assert await works(talk) == 2
    assert "3 are new" in card.text
    assert await list_listings(talk.database) == [], "nothing before a yes"
    await kari.clicks(card, "Bring it in")
    assert (len(await list_listings(talk.database)), card.card.title) == (3, "The table is brought in")
    (draft,) = await list_drafts(talk)
    assert (draft.file, draft.message) == (None, None), "the file goes when it is no longer needed"


async def test_the_same_table_comes_in_once(talk: Conversation, kari: Someone) -> None:
    table = hold(talk, "t.csv", write_lines(build_rows(2), ";"))
    for _ in range(2):
        await sends(kari, "", table, id="twice")
    await works(talk)
    assert len(await list_drafts(talk)) == 1
    first = kari.last
    await sends(kari, "bytte import", table)
    await works(talk)
    assert (first.text, first.labels) == ("Nothing was brought in\nA newer table has taken its place.", [])
    await kari.clicks(kari.last, "Bring it in")
    assert len(await list_listings(talk.database)) == 2


async def test_words_beside_it_may_be_a_question(talk: Conversation, kari: Someone) -> None:
    await talk.carries("grid", "nett")
    table = hold(talk, "mapping.csv", STREAMS)
    asked = "Hvem hos nettselskapet tar imot målerdata som i denne tabellen?"
    await sends(kari, asked, table)
    card = kari.last
    assert "Should I bring in mapping.csv, or is this a question to the network?" in card.text
    assert (await works(talk), talk.room("grid")) == (0, []), "nobody has seen it"
    await kari.clicks(card, "Ask the network")
    await talk.settle()
    (shown,) = talk.room("grid")
    assert asked in shown.text
    assert "file mapping.csv: shown in Fake" in shown.text
    assert await list_drafts(talk) == []
    async with talk.database.read() as store:
        assert [[len(file) for file in files] for files in await store.session.scalars(sa.select(Question.files))] == [
            [3]
        ], "where the bot reads it is not kept"

    await sends(kari, "Her er energikartleggingen vår", table)
    card = kari.last
    await kari.clicks(card, "Bring in the table")
    await works(talk)
    assert "1 is new" in card.text
    for label in ("exchange.fetch_table", "exchange.ask_with_table"):
        (draft,) = await list_drafts(talk)
        assert "settled already" in text_of(await kari.does(label, str(draft.id)))
    assert len(talk.room("grid")) == 1


async def test_what_its_rows_are_is_asked_where_its_headings_do_not_tell(talk: Conversation, kari: Someone) -> None:
    await sends(kari, "", hold(talk, "t.csv", BOTH))
    card = kari.last
    await works(talk)
    assert card.labels == ["Offers and needs", "Streams"]
    (draft,) = await list_drafts(talk)
    ola = await talk.person("ola", organisation="eksempel", contact=True)
    assert "settled already" in text_of(await ola.does("exchange.choose_rows", f"{draft.id}:streams")), "another's"
    await kari.clicks(card, "Streams")
    await works(talk)
    assert "kari verk" in card.text
    await sends(kari, "bytte flyt import", hold(talk, "t.csv", BOTH))
    await works(talk)
    assert "Row 2: Out: heat" in kari.last.text, "the command says it"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PermanentError("file_too_large"), "larger than 2 MB"),
        (PermanentError("file_gone"), "no longer in the chat"),
        (PermanentError("file_expired"), "Send it again, or bring it in another way"),
        (PermanentError("file_refused"), "may not read files there"),
        (PermanentError("file_elsewhere"), "in a place that I do not read from"),
        (TemporaryError("download: 500"), "in several tries"),
        (b"\xd0\xcf\x11\xe0" + bytes(20), "old or a locked workbook"),
        (build_workbook([HEAD], xl__vbaProject_dot_bin=b"x"), "has macros"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
        ("Navnet;Alderen\nKari;40", "no row of headings"),
        ("Sted;Type;Mengde;Tilbud eller behov\nkari verk;varme;1.200 MW;tilbud", "may be 1,200 or 1.2"),
    ],
)
async def test_what_cannot_be_read_is_told(
    talk: Conversation, clock: Clock, kari: Someone, content: str | bytes | Exception, told: str
) -> None:
    await sends(kari, "", hold(talk, "t.xls", content))
    card = kari.last
    for _ in range(TRIES if isinstance(content, TemporaryError) else 1):
        await works(talk)
        clock.forward(minutes=2)
    assert told in card.text
    (draft,) = await list_drafts(talk)
    assert (draft.state, draft.file, draft.message) == ("ended", None, None)
    if isinstance(content, Exception):
        assert "Paste a table" in [button.label for button in (await kari.clicks(card, ANOTHER)).card.list_buttons()]


async def test_what_is_sent_otherwise_is_answered(talk: Conversation, kari: Someone) -> None:
    table, other = hold(talk, "t.csv", BOTH), hold(talk, "u.csv", BOTH)
    plan = File("file", "plan.pdf", "https://chat.test/plan.pdf", "here/plan.pdf")
    for text, files, channel, told in (
        ("bytte import", (table,), "grid", "in our private chat"),
        ("", (table,), "grid", "in our private chat"),
        ("", (table, other), "", "Send one at a time"),
        ("bytte import", (plan,), "", "no table that I can read"),
        ("", (replace(table, source=""),), "", "may not read files there"),
        ("", (plan,), "", "What do you want to know?"),
    ):
        await sends(kari, text, *files, channel=channel)
        assert told in kari.last.text
    assert await list_drafts(talk) == []


async def test_only_who_brings_in_tables_is_asked_about_one(talk: Conversation, kari: Someone) -> None:
    await talk.carries("grid", "nett")
    per, guest = await talk.person("per", organisation="eksempel"), await talk.person("gro", role="guest")
    table = hold(talk, "t.csv", BOTH)
    await sends(per, "", table)
    assert "Kari can say what your organisation offers" in per.last.text
    await sends(per, "Hvem hos nettselskapet tar imot målerdata som i denne tabellen?", table)
    assert len(talk.room("grid")) == 1
    await sends(guest, "bytte import", table)
    assert "Guests can answer" in guest.last.text
    assert await list_drafts(talk) == []

    await sends(kari, "", table)
    async with talk.database.begin() as store:
        for one in await store.organisations.list_organisations_represented_by(kari.person_id):
            await store.organisations.dismiss_representative(one.id, kari.person_id)
    talk.platforms["fake"].files.clear()
    await works(talk)
    assert "You act for no organisation here" in kari.last.text, "nothing was fetched"


async def test_a_table_below_a_message_of_the_bot_is_read_too(talk: Conversation, kari: Someone) -> None:
    await kari.says("bytte import")
    below = Place(kari.platform, kari.workspace, f"D{kari.user}", kari.last.id)
    said = Message(text="", message="u99", addressed=True, files=(hold(talk, "t.csv", STREAMS),), **kari._where(""))
    await talk.happens(replace(said, place=below, reply_to=Place(kari.platform, kari.workspace, user=kari.user)))
    await works(talk)
    assert "1 is new" in kari.last.text


async def test_a_change_of_its_message_is_taken_along(talk: Conversation, kari: Someone) -> None:
    await talk.carries("grid", "nett")
    table, asked = hold(talk, "t.csv", STREAMS), "Hvem hos nettselskapet tar imot slike målerdata?"
    await sends(kari, asked, table)
    card = kari.last
    (draft,) = await list_drafts(talk)
    assert draft.message is not None
    await kari.edits(draft.message["message"], asked.replace("slike", "våre"), "")
    assert "våre målerdata" in card.text
    await kari.clicks(card, "Ask the network")
    assert "våre målerdata" in talk.room("grid")[0].text

    await sends(kari, "Se her, tabellen vår", table)
    card = kari.last
    (draft,) = await list_drafts(talk)
    assert draft.message is not None
    await kari.deletes(draft.message["message"], "")
    assert (card.labels, "You have deleted its message" in card.text) == ([], True)
    assert "settled already" in text_of(await kari.does("exchange.ask_with_table", str(draft.id)))
    (draft,) = await list_drafts(talk)
    assert draft.message is None

    await sends(kari, "", table)
    card = kari.last
    draft = (await list_drafts(talk))[-1]
    assert draft.message is not None
    await kari.deletes(draft.message["message"], "")
    assert (await works(talk), "You have deleted its message" in card.text) == (0, True)

    await sends(kari, "Se her, tabellen vår", table)
    card = kari.last
    draft = (await list_drafts(talk))[-1]
    assert draft.message is not None
    await kari.edits(draft.message["message"], "bytte flyt import", "")
    await works(talk)
    assert "1 is new" in card.text
