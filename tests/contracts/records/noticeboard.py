"""A toy kind of record, declared as docs/adding/a-record-kind.md says: notices on a board, which nobody stores."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.access import rights
from handlers.access.rights import OWNER
from handlers.chat.arena_modes import PRACTICAL
from handlers.chat.button_values import RecordValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Card, Field, Form, Item, Part, Text
from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_erasure import Erasure
from handlers.chat.record_kinds import (
    DigestNews,
    FollowOn,
    HandoverEntry,
    Ownership,
    RecordKind,
    SearchSupport,
    SentRecord,
)
from handlers.chat.record_moderation import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Arena, RenderContext, Turn, View
from handlers.language.document_search import Document, Hit, index_documents, unindex_document
from storage.directory.handovers import Handover
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.directory.rooms import Room
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.questions.questions import Question
from tests.contracts.records.toys import with_kind

UP, DOWN, HIDDEN = "up", "down", "hidden"


@dataclass(eq=False)
class Notice:
    __tablename__ = "notices"

    id: int
    text: str
    author_id: int
    reach_id: int | None = None
    state: str = UP


class NoticeCard(CardArguments, frozen=True):
    template = "notices.card"

    notice: int


class Board:
    """What a table and its repository are in a kind of one's own, and what the walks have asked for."""

    def __init__(self) -> None:
        self.notices: dict[int, Notice] = {}
        self.redrawn: list[int] = []
        self.asked: list[tuple[str, str]] = []

    async def find(self, _store: Store, id: int | None) -> Notice | None:
        return self.notices.get(id or 0)

    async def find_visible(self, turn: Turn, number: int) -> Notice | None:
        return await self.find(turn.store, number)

    async def put_up(self, store: Store, notice: Notice) -> None:
        self.notices[notice.id] = notice
        await index_documents(store, _document(notice))

    async def list_shown(self, _store: Store, args: Mapping[str, Any]) -> AsyncIterator[Notice]:
        if "notice" in args:
            yield self.notices[args["notice"]]

    async def write_documents(self, _store: Store, rows: Sequence[Notice]) -> list[Document]:
        return [_document(notice) for notice in rows if notice.state == UP]

    async def draw_hit(self, _turn: Turn, hit: Hit, _value: str) -> Item | None:
        return _item(self.notices[hit.id])

    async def describe(self, _what: RenderContext, id: int) -> HandoverEntry:
        return HandoverEntry(self.notices[id].text, "Notice", "notices.open", str(id))

    async def redraw(self, _store: Store, id: int) -> None:
        self.redrawn.append(id)

    async def find_sending(self, turn: Turn, id: int) -> SentRecord | None:
        notice = self.notices.get(id)
        if notice is None:
            return None
        ties = (OWNER,) if notice.author_id == turn.person.id else ()
        return SentRecord(RecordValue("notice", id), _subject(id), notice.text, frozenset(), ties, notice.reach_id)

    async def retract(self, _store: Store, person: Person) -> set[int]:
        """Take down the notices of whoever is erased."""
        theirs = {id for id, notice in self.notices.items() if notice.author_id == person.id}
        for id in theirs:
            self.notices[id].state = DOWN
        return theirs

    async def list_pending(self, turn: Turn) -> list[Item]:
        return [_item(one) for one in self.notices.values() if one.author_id == turn.person.id]

    async def list_new(self, turn: Turn, _topics: Collection[int], _since: timedelta, most: int) -> list[Item]:
        return [_item(one) for one in self.notices.values() if one.author_id != turn.person.id][:most]

    async def list_under_way(self, _at: RenderContext, _person: Person, _organisation: Organisation) -> list[Item]:
        return [_item(one) for one in self.notices.values()]

    async def redraw_for_representatives(self, _store: Store, organisation_id: int) -> None:
        self.asked.append(("acting", str(organisation_id)))

    async def show_to_secretariat(self, _store: Store, person: Person, _first: bool) -> None:
        self.asked.append(("secretariat", person.name))

    async def catch_up_room(self, _store: Store, room: Room) -> None:
        self.asked.append(("catch up", room.name))

    async def send_waiting(self, _store: Store, topics: Sequence[Topic]) -> None:
        self.asked += [("waiting", topic.slug) for topic in topics]

    async def describe_outcome(
        self, _store: Store, question: Question, _say: Say, _reader: Person | None
    ) -> list[Part]:
        return [Text(f"A notice came of question {question.number}.")]

    async def open_form(self, _turn: Turn, question: Question) -> Form:
        return Form("Put up a notice", "notices.write", (Field("text", "Text", value=question.text),), "Put up")

    async def draw(self, view: View[NoticeCard]) -> Card | None:
        return Card("", (Text(self.notices[view.args.notice].text),))


class NoticeModeration:
    def __init__(self, board: Board) -> None:
        self.board = board

    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        notice = await self.board.find(store, id)
        return _moderable(notice) if notice is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        notice = await self.board.find(turn.store, id)
        rights.need_reader(turn, notice is not None, "I do not find that notice.")
        return _moderable(self.board.notices[id])

    async def list_alternatives(self, store: Store, row: Any) -> list[Moderable]:
        return []

    async def hide_record(self, store: Store, arena: Arena, row: Any) -> str:
        before, row.state = row.state, HIDDEN
        await unindex_document(store, "notice", row.id)
        return before

    async def restore_record(self, store: Store, arena: Arena, row: Any, before: str) -> None:
        row.state = before
        await index_documents(store, _document(row))


class NoticeLeaving:
    """The notices of whoever leaves come down, and go up again when that is undone."""

    code = "notice"

    def __init__(self, board: Board) -> None:
        self.board = board

    async def withdraw_statements(self, store: Store, handover: Handover, organisation_id: int | None) -> None:
        for notice in self.board.notices.values():
            if notice.author_id == handover.person_id:
                await store.handovers.record_handover_part(handover, self.code, notice.id, None, notice.state)
                notice.state = DOWN

    async def restore_statement(self, store: Store, handover: Handover, record_id: int, detail: str) -> None:
        self.board.notices[record_id].state = detail


def kind_of(board: Board) -> RecordKind:
    """Every facet that a kind can have."""
    return RecordKind(
        name="notice",
        label=lambda say: "Notice",
        table=Notice,
        find=board.find,
        list_writers=lambda notice: (notice.author_id,),
        find_shown=board.list_shown,
        search=SearchSupport(PRACTICAL, board.write_documents, board.draw_hit, "notices.open"),
        codes=RecordCodes("N", lambda number: f"N-{number}", board.find_visible, "notices.open"),
        moderation=NoticeModeration(board),
        ownerships=(Ownership("notice", board.describe, board.redraw),),
        erasure=Erasure(board.retract),
        find_sending=board.find_sending,
        list_pending=board.list_pending,
        list_deadlines=lambda turn, _within: board.list_pending(turn),
        news=DigestNews(lambda say: "New notices in your topics", board.list_new),
        show_to_secretariat=board.show_to_secretariat,
        catch_up_room=board.catch_up_room,
        send_waiting=board.send_waiting,
        describe_outcome=board.describe_outcome,
        follow_on=FollowOn("notice", lambda say: "Put up a notice", board.open_form),
        leaving=NoticeLeaving(board),
        list_under_way=board.list_under_way,
        redraw_for_representatives=board.redraw_for_representatives,
        organisation_choices=frozenset({"notices.sign"}),
    )


@contextmanager
def declaring(board: Board) -> Iterator[RecordKind]:
    """As if `handlers/library/noticeboard.py` were there, and named in `handlers.RECORDS`."""
    kind = kind_of(board)
    with with_kind(kind, "library.noticeboard"):
        yield kind


def _document(notice: Notice) -> Document:
    return Document(
        kind="notice",
        id=notice.id,
        topic_id=None,
        language="nb",
        organisation_id=None,
        level="members",
        reach_id=notice.reach_id,
        title=notice.text,
        body="",
        extra="",
    )


def _moderable(notice: Notice) -> Moderable:
    async def by(store: Store, _say: Any) -> str:
        person = await store.people.find(notice.author_id)
        return person.name if person else ""

    return Moderable(
        kind="notice",
        row=notice,
        subject=_subject(notice.id),
        author_id=notice.author_id,
        text=notice.text,
        hidden=notice.state == HIDDEN,
        shown=notice.state == UP,
        name=lambda say: f"notice {notice.id}",
        by=by,
    )


def _subject(id: int) -> str:
    return f"notice:{id}"


def _item(notice: Notice) -> Item:
    return Item(notice.text, buttons=(Button("Show", "notices.open", str(notice.id)),))
