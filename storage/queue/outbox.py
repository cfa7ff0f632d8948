"""Provide the outbox: what handlers post, change and withdraw, in the transaction of what they did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from uuid6 import uuid7

from storage.kit.arrays import match_any_of
from storage.kit.base import POSTED, Repository
from storage.kit.inserts import build_engine_insert
from storage.queue.copy_selects import (
    ROWS,
    SAME,
    build_live_copies,
    build_post_ids,
    build_reader_copies,
    build_told_copies,
)
from storage.queue.delivery_rows import (
    CANCELLED,
    DELETE,
    LEASED,
    NOTICE,
    PENDING,
    POST,
    REACT,
    READY,
    SENDING,
    SENT,
    UNKNOWN,
    UPDATE,
    Delivery,
    quarantine_new_rows,
)

#: Maximum number of rows in one statement, because a longer one would be aborted.
PORTION = 1000
_POSTS = match_any_of(ROWS.c.id, sa.bindparam("posts"))
_CHANGES = match_any_of(ROWS.c.target_id, sa.bindparam("posts"))
_TO_COME = (ROWS.c.state + "").in_((READY, LEASED))  # the expression avoids the index of ready rows
#: Locked by id, because PostgreSQL skips rows that change meanwhile if a subquery selects them.
_HELD = (
    sa.select(ROWS.c.id, ROWS.c.op, ROWS.c.state)
    .where(sa.or_(sa.and_(_POSTS, ROWS.c.state.in_(PENDING)), sa.and_(_CHANGES, _TO_COME)))
    .order_by(ROWS.c.id)
    .with_for_update(key_share=True)
)
_SPARE_DELETE = sa.delete(ROWS).where(match_any_of(ROWS.c.id, sa.bindparam("copies")), ROWS.c.state == READY)


class DeliveryDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Hold a delivery that is about to be posted."""

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
    #: intended wall time that `due_at` was computed from
    local_time: str = ""
    tzid: str = ""
    tzdata_version: str = ""
    early: bool = False


class Outbox(Repository):
    """Store what handlers post. What the delivery worker does with it is in `storage.queue.deliveries`."""

    #: After a restore: time since which a post may already have been sent.
    _since: datetime | None = None

    def quarantine_new_posts(self, since: datetime) -> None:
        """Ask the platform first about what is posted from now on in this unit of work.

        It may have been sent since then.
        """
        self._since = since

    async def post_deliveries(self, *drafts: DeliveryDraft) -> None:
        """Post these deliveries. Idempotent: one that was posted before under the same key stays as it is."""
        rows = [self._build_delivery_row(draft) for draft in drafts]
        if self._since is not None:
            rows = quarantine_new_rows(rows, self.now, self._since)
        if rows:
            await self._insert_delivery_rows(rows)

    async def post_reaction(self, draft: DeliveryDraft) -> None:
        """Post a reaction of the bot's own to the message that the draft's card names."""
        await self._insert_delivery_rows([self._build_delivery_row(draft) | {"op": REACT}])

    async def post_spare_copy(self, draft: DeliveryDraft) -> str:
        """Post an answer for the case that nobody gets to show it, and return its id. No courier is woken for it."""
        row = self._build_delivery_row(draft)
        await self.session.execute(_build_delivery_insert(self.session.get_bind().dialect.name), [row])
        return str(row["id"])

    async def delete_spare_copies(self, ids: Sequence[str]) -> None:
        """Delete copies of answers that were shown. One that a courier has begun with stays, and is told twice."""
        await self.session.execute(_SPARE_DELETE, {"copies": list(ids)})

    async def refresh_copies(self, subject: str, *, template: str = "") -> None:
        """Redraw every copy of what this subject shows, in another's message too. Those to come are drawn then."""
        await self._change_copies(UPDATE, subject=subject, **({"template": template} if template else {}))

    async def refresh_reader_copies(self, subject: str, person_id: int, own: Sequence[str]) -> None:
        """Redraw every copy of the subject, and what shows one of the `own` subjects to this person."""
        which = {"person_id": person_id, "own": [*own, subject], "subject": subject}
        await self._post_changes(UPDATE, (await self.session.execute(build_reader_copies(), which)).all())

    async def withdraw_copies(self, subject: str, *, but: Collection[str] = ()) -> None:
        """Cancel what has not been sent about this subject, and delete every sent copy; `but` these ids."""
        await self._cancel_matching(subject=subject, but=list(but))
        await self._change_copies(DELETE, subject=subject, but=list(but))

    async def withdraw_delivery(self, row: Delivery) -> None:
        """Delete a message that went out although it was cancelled while on its way."""
        await self._change_copies(DELETE, id=row.id)

    async def redraw_delivery(self, row: Delivery) -> None:
        """Redraw a message: something that it tells was cancelled while it was on its way."""
        await self._change_copies(UPDATE, id=row.id)

    async def cancel_deliveries(self, *, key: str = "", subject: str = "", template: str = "") -> int:
        """Cancel deliveries that are still to come, of a subject those of this template.

        Messages on their way are marked, and corrected when their outcome is known.
        """
        which = {"key": key} if key else {"subject": subject}
        return await self._cancel_matching(**which, **({"template": template} if template else {}))

    async def _cancel_matching(self, **which: Any) -> int:
        posts = (await self.session.scalars(build_post_ids(tuple(which)), which)).all()
        states = {row.id: row.state for row in await self._lock_posts_and_changes(posts) if row.op == POST}
        to_come = [id for id, state in states.items() if state in (READY, LEASED)]
        await self._update_delivery_rows(to_come, state=CANCELLED, cancel_requested=True, lease_until=None)
        await self._update_delivery_rows(
            [id for id, state in states.items() if state in (SENDING, UNKNOWN)], cancel_requested=True
        )
        return len(to_come)

    async def record_copy_gone(self, id: str | None) -> None:
        """Record that a message was taken back. It is no copy any more, so nobody redraws it."""
        await self.session.execute(sa.update(ROWS).where(ROWS.c.id == id, ROWS.c.state == SENT).values(state=CANCELLED))

    async def find_delivery(self, id: str) -> Delivery | None:
        return await self.session.get(Delivery, id)

    async def _change_copies(self, op: str, **which: Any) -> None:
        """Post a change for every copy that is sent or may be. A copy that is still to come needs none."""
        copies = build_told_copies if op == UPDATE and "subject" in which else build_live_copies
        await self._post_changes(op, (await self.session.execute(copies(tuple(which)), which)).all())

    async def _post_changes(self, op: str, posts: Sequence[sa.Row[Any]]) -> None:
        if not posts:
            return
        held = await self._lock_posts_and_changes([post.id for post in posts])
        now = {row.id: row.state for row in held}
        moved = [post.id for post in posts if post.state in PENDING and post.id not in now]
        if moved:  # by others, between the two statements
            there = sa.select(ROWS.c.id, ROWS.c.state).where(match_any_of(ROWS.c.id, moved))
            now |= {row.id: row.state for row in await self.session.execute(there)}
        out = [post for post in posts if now.get(post.id, post.state) in (SENDING, UNKNOWN, SENT)]
        rows = [
            self._build_delivery_row(_build_change_draft(target, op)) | {"op": op, "target_id": target.id}
            for target in out
        ]
        # A waiting redraw would block the deletion, and one about to be sent would show the message again.
        if op == DELETE:
            redrawings = [row.id for row in held if row.op == UPDATE and row.state in (READY, LEASED)]
            await self._update_delivery_rows(redrawings, state=CANCELLED, lease_until=None)
        if rows:
            await self._insert_delivery_rows(rows)

    async def _lock_posts_and_changes(self, posts: Sequence[str]) -> Sequence[sa.Row[Any, Any, Any]]:
        """Lock the pending ones of these posts, and the waiting changes to them, until the transaction ends.

        A worker that prepares them waits, and draws the new state. Rows are locked in id order, as everywhere.
        """
        if not posts:
            return []
        return (await self.session.execute(_HELD, {"posts": list(posts)})).all()

    async def _update_delivery_rows(self, ids: Collection[str], **values: Any) -> None:
        ordered = sorted(ids)
        for first in range(0, len(ordered), PORTION):
            some = match_any_of(ROWS.c.id, ordered[first : first + PORTION])
            await self.session.execute(sa.update(ROWS).where(some).values(values))

    async def _insert_delivery_rows(self, rows: list[dict[str, Any]]) -> None:
        self.session.info[POSTED] = True
        promising = _build_delivery_insert(self.session.get_bind().dialect.name)
        for first in range(0, len(rows), PORTION):
            await self.session.execute(promising, rows[first : first + PORTION])

    def _build_delivery_row(self, draft: DeliveryDraft) -> dict[str, Any]:
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


@cache
def _build_delivery_insert(dialect: str) -> sa.Insert:
    """Return the insert without the ORM, which every answer takes. A key that exists stays as it is."""
    return build_engine_insert(dialect, ROWS).on_conflict_do_nothing()


def _build_change_draft(target: sa.Row[Any], op: str) -> DeliveryDraft:
    same = {name: getattr(target, name) for name in SAME}
    return DeliveryDraft(key=f"{op}:{target.id}:{uuid7()}", channel=target.sent_channel or target.channel, **same)
