"""Select the posts that are changed or cancelled: copies of a subject, also those that another message told."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa

from storage.kit.arrays import match_any_of, match_selected
from storage.kit.base import Base
from storage.queue.delivery_rows import CANCELLED, PENDING, POST, SENT, Delivery

ROWS = Base.metadata.tables[Delivery.__tablename__]
#: columns that a change copies from the post
SAME = ("platform", "workspace", "user", "template", "args", "language", "kind", "person_id", "room_id", "thread")
_TARGET = [ROWS.c[name] for name in ("id", "state", "channel", "sent_channel", *SAME)]
_LIVE = ROWS.c.state.in_((*PENDING, SENT))
#: the same of posts whose ids are known: the expression avoids the indexes of states
LIVE_BY_ID = (ROWS.c.state + "").in_((*PENDING, SENT))
#: what narrows down the posts that are changed or cancelled
_NARROWED = {
    "id": ROWS.c.id == sa.bindparam("id"),
    "ids": match_any_of(ROWS.c.id, sa.bindparam("ids")),
    "key": ROWS.c.dedupe_key == sa.bindparam("key"),
    "subject": ROWS.c.subject == sa.bindparam("subject"),
    "template": ROWS.c.template == sa.bindparam("template"),
    "but": ~match_any_of(ROWS.c.id, sa.bindparam("but")),
}


@cache
def build_live_copies(names: tuple[str, ...]) -> sa.Select[Any]:
    """Return the select of posts that are sent or may be, narrowed down by these parameters."""
    return sa.select(*_TARGET).where(ROWS.c.op == POST, _LIVE, *(_NARROWED[name] for name in names))


@cache
def build_told_copies(names: tuple[str, ...]) -> sa.Select[Any]:
    """Return the select of live posts about this, and of those in whose message it was told."""
    about = ROWS.alias()
    return _select_with_leads(about, *(about.c[name] == sa.bindparam(name) for name in names))


@cache
def build_reader_copies() -> sa.Select[Any]:
    """Return the same select for a subject, and for those of a person's own."""
    about, own = ROWS.alias(), sa.bindparam("own", type_=sa.String)
    whose = sa.or_(about.c.subject == sa.bindparam("subject"), about.c.person_id == sa.bindparam("person_id"))
    return _select_with_leads(about, match_any_of(about.c.subject, own), whose)


def _select_with_leads(about: Any, *which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    mine = (about.c.op == POST, *which)
    besides = (about.c.told_in_id.is_not(None), about.c.state == CANCELLED, about.c.cancel_requested.is_(False))
    told = sa.select(about.c.told_in_id).where(*mine, *besides)
    ids = sa.union_all(sa.select(about.c.id).where(*mine), told)
    return sa.select(*_TARGET).where(LIVE_BY_ID, match_selected(ROWS.c.id, ids))


@cache
def build_post_ids(names: tuple[str, ...]) -> sa.Select[Any]:
    """Return the select of the ids of posts in any state, narrowed down by these parameters."""
    return sa.select(ROWS.c.id).where(ROWS.c.op == POST, *(_NARROWED[name] for name in names))
