"""The outbox: what handlers promise, change and take back, in the transaction of what they did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from uuid6 import uuid7

from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.kit.inserts import insert
from storage.queue.delivery_rows import (
    CANCELLED,
    DELETE,
    LEASED,
    NOTICE,
    POST,
    READY,
    SENDING,
    SENT,
    UNKNOWN,
    UPDATE,
    Delivery,
    ask_first,
)

ROWS = Base.metadata.tables[Delivery.__tablename__]
#: rows that are written at once: a statement is given up after a few seconds
PORTION = 1000


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery about to be promised."""

    key: str
    platform: str
    workspace: str
    channel: str = ""
    thread: str = ""
    user: str = ""
    template: str
    args: dict[str, Any] = {}
    language: str = "nb"
    kind: str = NOTICE
    subject: str = ""
    person_id: int | None = None
    room_id: int | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    #: what `due_at` was meant as, where it is a time of day somewhere
    local_time: str = ""
    tzid: str = ""
    tzdata_version: str = ""
    early: bool = False


class Outbox(Repository):
    """What handlers promise. What the courier does with it is in `storage.queue.deliveries`."""

    #: since when it may have been sent already, where the database comes from a backup
    _since: datetime | None = None

    def set_aside(self, since: datetime) -> None:
        """Ask first about what is promised from now on in this unit of work: it may have been sent since then."""
        self._since = since

    async def post(self, *drafts: Draft) -> None:
        """Promise these; one that was promised before (same key) is left as it is."""
        rows = [self._row(draft) for draft in drafts]
        if self._since is not None:
            rows = ask_first(rows, self.now, self._since)
        if rows:
            await self._insert(rows)

    async def refresh(self, subject: str, *, template: str = "") -> None:
        """Redraw every copy of what this subject shows. Copies not sent yet will be drawn as it is by then."""
        which = Delivery.subject == subject
        await self._change(UPDATE, sa.and_(which, Delivery.template == template) if template else which)

    async def take_back(self, subject: str, *, but: Collection[str] = ()) -> None:
        """Cancel what has not been sent about this subject, and delete every copy that has; `but` these (ids)."""
        which = sa.and_(Delivery.subject == subject, ~among(Delivery.id, but))
        await self._cancel(which)
        await self._change(DELETE, which)

    async def take_back_one(self, row: Delivery) -> None:
        """Delete a message that went out although it was cancelled while on its way."""
        await self._change(DELETE, Delivery.id == row.id)

    async def redraw_one(self, row: Delivery) -> None:
        """Something that a message tells was called off while it was on its way."""
        await self._change(UPDATE, Delivery.id == row.id)

    async def cancel(self, *, key: str = "", subject: str = "") -> int:
        """Cancel deliveries that are still to come; what is on its way is marked and corrected when it is known."""
        return await self._cancel(Delivery.dedupe_key == key if key else Delivery.subject == subject)

    async def _cancel(self, which: sa.ColumnElement[bool]) -> int:
        states = {row.id: row.state for row in await self._hold(which) if row.op == POST}
        to_come = [id for id, state in states.items() if state in (READY, LEASED)]
        await self._set(to_come, state=CANCELLED, cancel_requested=True, lease_until=None)
        await self._set([id for id, state in states.items() if state in (SENDING, UNKNOWN)], cancel_requested=True)
        return len(to_come)

    async def hasten(self, *, key: str) -> None:
        """Send now what was promised for later."""
        which = sa.and_(Delivery.dedupe_key == key, Delivery.state == READY)
        await self.session.execute(sa.update(Delivery).where(which).values(next_at=self.now, due_at=self.now))

    async def gone(self, id: str | None) -> None:
        """A message that was taken back is no copy any more: nobody redraws it."""
        await self.session.execute(sa.update(ROWS).where(ROWS.c.id == id, ROWS.c.state == SENT).values(state=CANCELLED))

    async def forget_arguments(self, id: str) -> None:
        """What it was drawn from."""
        await self.session.execute(sa.update(ROWS).where(ROWS.c.id == id).values(args={}))

    async def find(self, id: str) -> Delivery | None:
        return await self.session.get(Delivery, id)

    async def copies(self, subject: str) -> Sequence[Delivery]:
        """Sent posts of a subject, oldest first."""
        return (await self.session.scalars(_COPIES, {"of": subject})).all()

    async def alive(self, subject: str) -> bool:
        """Whether a post of this subject has arrived or still may."""
        states = (READY, LEASED, SENDING, UNKNOWN, SENT)
        which = sa.exists().where(
            Delivery.subject == subject, Delivery.op == POST, Delivery.room_id.is_not(None), Delivery.state.in_(states)
        )
        return bool(await self.session.scalar(sa.select(which)))

    async def of_message(self, platform: str, workspace: str, channel: str, message: str) -> Delivery | None:
        """The delivery that became this message, if the bot sent it; the message may also be named by its thread."""
        in_channel = sa.or_(Delivery.channel == channel, Delivery.sent_channel == channel)
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(
                Delivery.platform == platform,
                Delivery.workspace == workspace,
                in_channel,
                Delivery.op == POST,
                sa.or_(Delivery.message == message, Delivery.sent_thread == message),
                Delivery.message != "",
            )
            .order_by(Delivery.id)
            .limit(1)
        )
        return rows.first()

    async def on_the_way(self, platform: str, workspace: str, channel: str) -> bool:
        """Whether a message may have just arrived in this channel, which is not written down yet."""
        which = sa.exists().where(
            Delivery.platform == platform,
            Delivery.workspace == workspace,
            Delivery.channel == channel,
            Delivery.message == "",
            Delivery.op == POST,
            Delivery.state.in_((SENDING, UNKNOWN)),
        )
        return bool(await self.session.scalar(sa.select(which)))

    async def _change(self, op: str, which: sa.ColumnElement[bool]) -> None:
        """A change for every copy that is sent or may be; a copy that is still to come needs none."""
        held = await self._hold(which)
        to_come = {row.id for row in held if row.op == POST and row.state in (READY, LEASED)}
        states = (READY, LEASED, SENDING, UNKNOWN, SENT)
        targets = await self.session.execute(
            sa.select(*_TARGET).where(which, ROWS.c.op == POST, ROWS.c.state.in_(states))
        )
        out = [target for target in targets if target.id not in to_come]
        rows = [self._row(_change_of(target, op)) | {"op": op, "target_id": target.id} for target in out]
        # a redrawing that waits would keep the deletion out, and one that is about to go shows it again
        if op == DELETE:
            redrawings = [row.id for row in held if row.op == UPDATE and row.state in (READY, LEASED)]
            await self._set(redrawings, state=CANCELLED, lease_until=None)
        if rows:
            await self._insert(rows)

    async def _hold(self, which: sa.ColumnElement[bool]) -> Sequence[sa.Row[Any, Any, Any]]:
        """Those of these posts that are not over, and the changes to them that are to come; held until the end.

        Whoever prepares them waits till then, and draws what is so by then. In the order in which everybody holds them.
        """
        posts = (await self.session.scalars(sa.select(Delivery.id).where(which, Delivery.op == POST))).all()
        if not posts:
            return []
        # by their ids alone: PostgreSQL forgets a row that somebody changes meanwhile if a subquery chose it
        to_come = (ROWS.c.state + "").in_((READY, LEASED))  # so that SQLite does not look at all that are ready
        mine = sa.and_(among(ROWS.c.id, posts), ROWS.c.state.in_((READY, LEASED, SENDING, UNKNOWN)))
        held = sa.select(ROWS.c.id, ROWS.c.op, ROWS.c.state).where(
            sa.or_(mine, sa.and_(among(ROWS.c.target_id, posts), to_come))
        )
        return (await self.session.execute(held.order_by(ROWS.c.id).with_for_update(key_share=True))).all()

    async def _set(self, ids: Collection[str], **values: Any) -> None:
        ordered = sorted(ids)
        for first in range(0, len(ordered), PORTION):
            some = among(ROWS.c.id, ordered[first : first + PORTION])
            await self.session.execute(sa.update(ROWS).where(some).values(values))

    async def _insert(self, rows: list[dict[str, Any]]) -> None:
        promising = _promising(self.session.get_bind().dialect.name)
        for first in range(0, len(rows), PORTION):
            await self.session.execute(promising, rows[first : first + PORTION])

    def _row(self, draft: Draft) -> dict[str, Any]:
        due = draft.due_at or self.now
        values = msgspec.structs.asdict(draft)
        key = values.pop("key")
        return values | {
            "id": str(uuid7()),
            "dedupe_key": key[:200],
            "op": POST,
            "target_id": None,
            "due_at": due,
            "next_at": due,
            "state": READY,
            "created_at": self.now,
        }


#: to write a statement costs as much as to run it
_COPIES = (
    sa.select(Delivery)
    .where(Delivery.subject == sa.bindparam("of"), Delivery.op == POST, Delivery.state == SENT)
    .order_by(Delivery.id)
)


@cache
def _promising(dialect: str) -> sa.Insert:
    """Without the ORM, for every answer is one of these rows; a key that is there already stays as it is."""
    return insert(dialect, ROWS).on_conflict_do_nothing()


#: what a change takes over from the post it changes
_SAME = ("platform", "workspace", "user", "template", "args", "language", "kind", "person_id", "room_id", "thread")
_TARGET = [ROWS.c[name] for name in ("id", "channel", "sent_channel", *_SAME)]


def _change_of(target: sa.Row[Any], op: str) -> Draft:
    same = {name: getattr(target, name) for name in _SAME}
    return Draft(key=f"{op}:{target.id}:{uuid7()}", channel=target.sent_channel or target.channel, **same)
