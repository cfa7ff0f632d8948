"""Find the rows that one account leads to, in every column that holds what a platform calls somebody.

An id means something only within its workspace: two workspaces may give out the same one, and one id may hold another.
So each shape compares platform, workspace and the whole id, and none looks for an id inside a text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.playground.playground_chat import PLATFORM, WORKSPACE
from storage.queue.inbox import name_actor

Where = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class AccountTrace:
    """One account, with the chats that are the bot's and its alone."""

    account_id: int
    platform: str
    workspace: str
    user: str
    #: "@user", and what the platform calls the direct chat
    chats: tuple[str, ...]

    def names_workspace(self, table: sa.Table) -> Where:
        """Match the rows of this account's workspace; the playground is one workspace, and its tables name none."""
        if "workspace" in table.c:
            return sa.and_(table.c.platform == self.platform, table.c.workspace == self.workspace)
        return sa.literal((self.platform, self.workspace) == (PLATFORM, WORKSPACE))

    def is_said_in(self, source: sa.ColumnElement[str], chats: Collection[str] = ()) -> Where:
        """Match what a message of this workspace became ("platform/workspace/channel/message"), in these chats or any.

        Compared by length: LIKE takes "U1a" for "u1A" on SQLite.
        """
        place = f"{self.platform}/{self.workspace}/"
        begins = [f"{place}{chat}/" for chat in chats] or [place]
        return sa.or_(*(sa.func.substr(source, 1, len(begin)) == begin for begin in begins))


Shape = Callable[[sa.Table, sa.Column[Any], AccountTrace], Where]


def _user(table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """The id itself, beside its workspace."""
    return sa.and_(trace.names_workspace(table), column == trace.user)


def _chat(table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """A channel, which may be a chat of theirs."""
    return sa.and_(trace.names_workspace(table), column.in_(trace.chats))


def _source(_table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """A message, which may be in a chat of theirs."""
    return trace.is_said_in(column, trace.chats)


def _bucket(_table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """ "platform:workspace:channel", where the channel may be a chat of theirs."""
    return column.in_([f"{trace.platform}:{trace.workspace}:{chat}" for chat in trace.chats])


def _happening(_table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """What is made of an event's id: parts with colons between, workspace and user among them."""
    whole = sa.literal(":") + column + ":"
    parts = (f":{trace.platform}:{trace.workspace}:", f":{trace.user}:")
    return sa.and_(*(sa.func.replace(whole, part, "") != whole for part in parts))


def _answered(table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """An event of theirs, or something they have just done."""
    acts = f"{name_actor(trace.platform, trace.workspace, trace.user)}:"
    return sa.or_(_happening(table, column, trace), sa.func.substr(column, 1, len(acts)) == acts)


def _installer(table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """Whoever installed it in Slack: its library has columns of its own for the workspace."""
    there = sa.or_(table.c.team_id == trace.workspace, table.c.enterprise_id == trace.workspace)
    return sa.and_(sa.literal(trace.platform == "slack"), there, column == trace.user)


def _beside(_table: sa.Table, _column: sa.Column[Any], _trace: AccountTrace) -> Where:
    """Goes with its row, to which other columns lead."""
    return sa.false()


#: a column that is missing here fails a test
SHAPES: dict[str, dict[str, Shape]] = {
    "accounts": {"platform": _beside, "workspace": _beside, "user": _user},
    "questions": {"source": _source, "origin": _beside},
    "answers": {"source": _source},
    "reactions": {"source": _source},
    "early_changes": {"source": _source},
    "conversations": {"channel": _chat, "data": _beside},
    "deliveries": {
        "user": _user,
        "channel": _chat,
        "sent_channel": _chat,
        "thread": _beside,
        "sent_thread": _beside,
        "message": _beside,
        "link": _beside,
        "dedupe_key": _happening,
        "args": _beside,
    },
    "rate_slots": {"bucket": _bucket},
    "inbox": {"id": _answered},
    "slack_installations": {"user_id": _installer},
    "playground_messages": {"author": _user, "only_for": _user, "channel": _chat, "key": _beside},
    "playground_reactions": {"user": _user},
    "playground_reads": {"user": _user, "channel": _chat},
}


def match_rows(table: sa.Table, trace: AccountTrace) -> Where:
    """Match the rows that any column of this table leads to."""
    found = (shape(table, table.c[name], trace) for name, shape in SHAPES[table.name].items() if shape is not _beside)
    return sa.or_(sa.false(), *found)
