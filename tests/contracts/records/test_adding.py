"""A kind of record that is declared as docs/adding/a-record-kind.md says is taken in by whatever walks all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import pytest

from handlers.chat import outgoing
from handlers.chat.cards import Item, Reply
from handlers.chat.record_kinds import RecordKind, list_opening_actions, list_record_kinds, list_writers
from handlers.chat.say import Say
from handlers.directory.departures import handover_notices, handover_rules
from handlers.directory.members.secretariat_admission import derive_secretariat_code
from handlers.directory.rooms import room_links
from handlers.library.index_repair import collect_embedding_texts
from storage.access.audiences import CHOSEN
from storage.kit.database import Database
from tests.conftest import Clock
from tests.contracts.records.noticeboard import Board, Notice, NoticeCard, declaring
from tests.conversation import Conversation, Someone
from tests.docs.pages import read_names, read_section
from tests.houses import house_of, houses
from tests.input import deputy
from tests.meetings import MONDAY
from tests.policy import said

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "adding" / "a-record-kind.md"
TEXT = "Kompressor til låns i mars"


def titles(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [part.title for part in reply.card.parts if isinstance(part, Item)]


@pytest.fixture
def board() -> Iterator[Board]:
    board = Board()
    with declaring(board):
        yield board


@pytest.fixture
async def talk(database: Database, board: Board) -> Conversation:
    return await Conversation(database).begin()


@pytest.fixture
async def kari(talk: Conversation, board: Board) -> Someone:
    """The contact of a park, who has put up a notice."""
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    async with talk.database.begin() as store:
        await board.put_up(store, Notice(1, TEXT, kari.person_id))
    return kari


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="dømeøyra", contact=True, platform="other")


async def leaves(who: Someone) -> None:
    await who.submits(await who.clicks(await who.commands("slutt", name="me"), "Leave"))


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


def test_the_page_tells_each_facet_of_a_kind_and_no_other() -> None:
    told = read_names(read_section(PAGE.read_text("utf-8"), "Facets"))
    assert told == [field.name for field in fields(RecordKind)]


def test_the_toy_takes_part_in_everything(board: Board) -> None:
    assert [field.name for field in fields(RecordKind) if not getattr(list_record_kinds()["notice"], field.name)] == []


async def test_it_is_among_the_kinds_until_its_line_is_taken_away() -> None:
    board = Board()
    with declaring(board) as kind:
        assert list_record_kinds()["notice"] is kind
        assert list_writers(Notice(1, TEXT, 7)) == (7,)
    assert "notice" not in list_record_kinds()
    with pytest.raises(KeyError):
        list_writers(Notice(1, TEXT, 7))


async def test_it_is_found_and_read_for_its_meaning(talk: Conversation, kari: Someone, ola: Someone) -> None:
    assert TEXT in titles(await ola.commands("kompressor", "find"))
    assert TEXT in titles(await ola.commands("kompressor mode:practical", "find"))
    assert TEXT not in titles(await ola.commands("kompressor mode:policy", "find"))
    async with talk.database.read() as store:
        assert TEXT in (await collect_embedding_texts(store, [("notice", 1)]))["notice", 1]


async def test_a_card_is_drawn_for_those_within_its_reach(talk: Conversation, board: Board, kari: Someone) -> None:
    talk.courier.router.card(NoticeCard)(board.draw)
    rooms = {code: await talk.carries(code, "nett") for code in ("alfa", "beta")}
    for code, room in rooms.items():
        await house_of(talk.database, room, code)
    alfa = await houses(talk.database, "alfa")
    async with talk.database.begin() as store:
        board.notices[1].reach_id = (await store.audiences.ensure_audience(CHOSEN, alfa)).id
        for code, room in rooms.items():
            await store.outbox.post_deliveries(
                outgoing.build_room_draft(room, NoticeCard(1), key=f"notice:1:{code}", subject="notice:1")
            )
    await talk.settle()
    assert [post.text for post in talk.room("alfa")] == [TEXT]
    assert talk.room("beta") == []


async def test_it_is_reported_hidden_and_restored(board: Board, kari: Someone, ola: Someone, sara: Someone) -> None:
    await ola.submits(await ola.does("moderation.more", "notice:1"), why="It is an advertisement.")
    assert sara.last.card.title == "Notice 1 is reported"
    await sara.submits(await sara.clicks(sara.last, "Hide"), ground="advertising")
    assert board.notices[1].state == "hidden"
    assert TEXT not in titles(await ola.commands("kompressor", "find"))
    await sara.clicks(sara.last, "Restore")
    assert board.notices[1].state == "up"
    assert TEXT in titles(await ola.commands("kompressor", "find"))


async def test_whoever_takes_it_over_has_it_in_a_list(talk: Conversation, board: Board, kari: Someone) -> None:
    async with talk.database.begin() as store:
        what = SimpleNamespace(store=store, say=Say("en", talk.arena.zone), arena=talk.arena, now=store.now)
        assert (await handover_notices.draw_handover_item(what, "notice", 1)).title == TEXT
        await handover_rules.redraw_handed_over_card(store, "notice", 1)
    assert board.redrawn == [1]


async def test_its_owner_sees_where_it_has_come_to_and_nobody_else(kari: Someone, ola: Someone) -> None:
    assert TEXT in said(await kari.does("deliveries.show", "notice:1"))
    assert "I cannot find that, or it is not yours." in said(await ola.does("deliveries.show", "notice:1"))


def test_to_show_one_changes_nothing_that_the_trail_tells(board: Board) -> None:
    assert "notices.open" in list_opening_actions()
    assert "notices.sign" not in list_opening_actions()


async def test_what_waits_stands_on_the_home_page(kari: Someone, ola: Someone) -> None:
    assert TEXT in titles(await kari.commands("", "home"))
    assert TEXT not in titles(await ola.commands("", "home"))


async def test_whoever_begins_to_speak_for_an_organisation_hears_of_it(
    talk: Conversation, board: Board, kari: Someone, clock: Clock
) -> None:
    clock.set(MONDAY)
    dora = await deputy(talk, "dora", "eksempel")
    await leaves(kari)
    assert "This is under way for Eksempel:" in dora.last.text
    assert TEXT in dora.last.text
    assert [what for what, _ in board.asked] == ["acting"]


async def test_what_somebody_said_for_an_organisation_leaves_with_them_and_comes_back(
    talk: Conversation, board: Board, kari: Someone, clock: Clock
) -> None:
    clock.set(MONDAY)
    dora = await deputy(talk, "dora", "eksempel")
    await leaves(kari)
    assert board.notices[1].state == "down"
    await dora.clicks(next(post for post in dora.sees if "Undo" in post.labels), "Undo")
    assert board.notices[1].state == "up"


async def test_what_whoever_is_erased_wrote_is_found_no_more(
    talk: Conversation, board: Board, kari: Someone, ola: Someone
) -> None:
    async with talk.database.begin() as store:
        await board.put_up(store, Notice(2, "Kompressor som står", ola.person_id))
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    assert board.notices[1].state == "down"
    assert titles(await ola.commands("kompressor", "find")) == ["Kompressor som står"]


async def test_whoever_comes_into_the_secretariat_is_shown_what_waits(
    talk: Conversation, board: Board, kari: Someone
) -> None:
    await kari.commands(f"kode {derive_secretariat_code(talk.arena.secret)}", "admin")
    assert board.asked == [("secretariat", "Kari")]


async def test_it_follows_what_happens_to_rooms(talk: Conversation, board: Board, kari: Someone) -> None:
    room = await talk.carries("grid", "nett")
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        await room_links.send_waiting_records(store, [topic])
        await room_links.refresh_room(store, await store.rooms.find(room.id))
    assert board.asked == [("waiting", "nett"), ("catch up", "#grid")]


async def test_it_can_be_made_of_a_question_and_stands_on_its_card(talk: Conversation, kari: Someone) -> None:
    await talk.carries("grid", "nett")
    await kari.commands("Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg?")
    (card,) = talk.room("grid")
    assert "A notice came of question 1." in card.text
    menu = await kari.clicks(card, "Change or report")
    assert menu.form is not None
    assert ("notice", "Put up a notice") in menu.form.fields[0].options
    form = (await kari.submits(menu, what="notice")).form
    assert form is not None
    assert form.title == "Put up a notice"


async def test_its_choice_among_organisations_is_led_on_to_the_rights(talk: Conversation, kari: Someone) -> None:
    """They know no toy; an action that no kind names does not come that far."""
    assert "Nobody can do this." in said(await kari.does("organisations.page", "notices.sign/1"))
    assert "I cannot find that." in said(await kari.does("organisations.page", "notices.open/1"))


async def test_its_code_is_read_where_it_is_typed_alone(board: Board, kari: Someone) -> None:
    await kari.says("N-9")
    assert "I cannot find N-9." in kari.last.text
    await kari.says("Q-9")
    assert "Ask the network about “Q-9”?" in kari.last.text
