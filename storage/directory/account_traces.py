"""Find the rows that one account leads to, in every column that holds what a platform calls somebody.

An id means something only within its workspace: two workspaces may issue the same id.
One id may also contain another. So each shape compares platform, workspace and the whole id.
No shape looks for an id inside a text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.kit.base import Base
from storage.playground.playground_chat import PLATFORM, WORKSPACE
from storage.queue.inbox import build_actor_key

Where = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class AccountTrace:
    """Identify one account, with the chats that only the bot and this account share."""

    account_id: int
    platform: str
    workspace: str
    user: str
    #: channels of the direct chat: "@user", and the platform's own id
    chats: tuple[str, ...]

    def match_workspace(self, table: sa.Table) -> Where:
        """Match the rows of this account's workspace. The playground is one workspace, and its tables name
        none.
        """
        if "workspace" in table.c:
            return sa.and_(table.c.platform == self.platform, table.c.workspace == self.workspace)
        return sa.literal((self.platform, self.workspace) == (PLATFORM, WORKSPACE))

    def match_message_source(self, source: sa.ColumnElement[str], chats: Collection[str] = ()) -> Where:
        """Match sources ("platform/workspace/channel/message") of this workspace, in these chats or in any.

        Sources are compared by length: LIKE takes "U1a" for "u1A" on SQLite.
        """
        place = f"{self.platform}/{self.workspace}/"
        begins = [f"{place}{chat}/" for chat in chats] or [place]
        return sa.or_(*(sa.func.substr(source, 1, len(begin)) == begin for begin in begins))


Shape = Callable[[sa.Table, sa.Column[Any], AccountTrace], Where]


def _match_user(table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """Match the user id itself, beside its workspace."""
    return sa.and_(trace.match_workspace(table), column == trace.user)


def _match_chat(table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """Match a channel that may be a chat of this account."""
    return sa.and_(trace.match_workspace(table), column.in_(trace.chats))


def _match_source(_table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """Match the source of a message that may be in a chat of this account."""
    return trace.match_message_source(column, trace.chats)


def _match_rate_bucket(_table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """Match "platform:workspace:channel", where the channel may be a chat of this account."""
    return column.in_([f"{trace.platform}:{trace.workspace}:{chat}" for chat in trace.chats])


def _match_event_id(_table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """Match an id that contains platform, workspace and user as parts between colons."""
    whole = sa.literal(":") + column + ":"
    parts = (f":{trace.platform}:{trace.workspace}:", f":{trace.user}:")
    return sa.and_(*(sa.func.replace(whole, part, "") != whole for part in parts))


def _match_inbox_id(table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """Match an event of this account, or what this account last did."""
    return sa.or_(
        _match_event_id(table, column, trace),
        column == build_actor_key(trace.platform, trace.workspace, trace.user),
    )


def _match_slack_installer(table: sa.Table, column: sa.Column[Any], trace: AccountTrace) -> Where:
    """Match who installed the app in Slack. The tables of Slack's library have their own workspace columns."""
    there = sa.or_(table.c.team_id == trace.workspace, table.c.enterprise_id == trace.workspace)
    return sa.and_(sa.literal(trace.platform == "slack"), there, column == trace.user)


def _match_nothing(_table: sa.Table, _column: sa.Column[Any], _trace: AccountTrace) -> Where:
    """Match nothing: the value goes with its row, to which other columns lead."""
    return sa.false()


#: a test fails if a column is missing here
SHAPES: dict[str, dict[str, Shape]] = {
    "accounts": {"platform": _match_nothing, "workspace": _match_nothing, "user": _match_user},
    "questions": {"source": _match_source, "origin": _match_nothing},
    "answers": {"source": _match_source},
    "reactions": {"source": _match_source},
    "early_changes": {"source": _match_source},
    "conversations": {"channel": _match_chat, "data": _match_nothing},
    "deliveries": {
        "user": _match_user,
        "channel": _match_chat,
        "sent_channel": _match_chat,
        "thread": _match_nothing,
        "sent_thread": _match_nothing,
        "message": _match_nothing,
        "link": _match_nothing,
        "dedupe_key": _match_event_id,
        "args": _match_nothing,
    },
    "rate_slots": {"bucket": _match_rate_bucket},
    "inbox": {"id": _match_inbox_id},
    "solution_pictures": {"address": _match_nothing},
    "slack_installations": {"user_id": _match_slack_installer},
    "playground_messages": {
        "author": _match_user,
        "only_for": _match_user,
        "channel": _match_chat,
        "key": _match_nothing,
    },
    "playground_files": {"author": _match_user},
    "playground_reactions": {"user": _match_user},
    "playground_reads": {"user": _match_user, "channel": _match_chat},
}


def list_source_columns() -> list[sa.Column[Any]]:
    """List the columns that hold the source of a message."""
    return [
        Base.metadata.tables[table].c[name]
        for table, shapes in SHAPES.items()
        for name, shape in shapes.items()
        if shape is _match_source
    ]


def match_account_rows(table: sa.Table, trace: AccountTrace) -> Where:
    """Match the rows that any column of this table leads to."""
    found = (
        shape(table, table.c[name], trace) for name, shape in SHAPES[table.name].items() if shape is not _match_nothing
    )
    return sa.or_(sa.false(), *found)
