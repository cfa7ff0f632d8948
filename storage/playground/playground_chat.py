"""Store the playground's own chat: channels, messages, reactions and what each member has read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid6 import uuid7

from storage.data_classification.data_groups import PLAYGROUND_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base
from storage.playground.playground_network import PlaygroundMember, PlaygroundNetwork

__all__ = ["BOT", "DIRECT", "PLATFORM", "WORKSPACE", "PlaygroundChat", "PlaygroundMember"]

#: The playground is one workspace, whose id is part of its people's accounts.
PLATFORM, WORKSPACE = "playground", "local"
#: author of messages by the bot
BOT = ""
#: prefix of the id of a direct chat; the rest is the member
DIRECT = "@"


class PlaygroundChannel(Base):
    __tablename__ = "playground_channels"

    id: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(250), default="")
    #: True if the bot is a member, which hears its name and may post there
    bot: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class PlaygroundMessage(Base):
    __tablename__ = "playground_messages"
    __table_args__ = (sa.Index("ix_playground_messages_place", "channel", "thread", "id"),)

    #: ordered by time, so that newer ids are greater
    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(129))
    #: message that began the thread; empty at the top level
    thread: Mapped[str] = mapped_column(sa.String(36), default="")
    author: Mapped[str] = mapped_column(sa.String(128), default=BOT)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    card: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    #: only person who sees it; empty: everybody in the channel
    only_for: Mapped[str] = mapped_column(sa.String(128), default="")
    #: idempotency key: one message, however often it is posted
    key: Mapped[str] = mapped_column(sa.String(255), unique=True)
    #: True if the bot got an event for it: then it also gets events of changes
    heard: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    #: deleted, and kept without text because it has replies
    removed_at: Mapped[datetime | None]


class PlaygroundReaction(Base):
    __tablename__ = "playground_reactions"

    message_id: Mapped[str] = mapped_column(
        sa.ForeignKey("playground_messages.id", ondelete="CASCADE"), primary_key=True
    )
    user: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    emoji: Mapped[str] = mapped_column(sa.String(16), primary_key=True)


class PlaygroundRead(Base):
    __tablename__ = "playground_reads"

    user: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(129), primary_key=True)
    thread: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    #: newest message that was seen
    upto: Mapped[str] = mapped_column(sa.String(36))


DECLARATIONS = (
    ClassifiedColumns(PlaygroundChannel, PLAYGROUND_DATA, key="id", text="purpose", state="bot created_at"),
    ClassifiedColumns(
        PlaygroundMessage, PLAYGROUND_DATA, key="id thread", account="author only_for channel key", text="text card",
        state="heard sent_at edited_at removed_at",
    ),
    ClassifiedColumns(PlaygroundReaction, PLAYGROUND_DATA, key="message_id", account="user", personal="emoji"),
    ClassifiedColumns(PlaygroundRead, PLAYGROUND_DATA, key="thread upto", account="user channel"),
)  # fmt: skip


Message = PlaygroundMessage


class PlaygroundChat(PlaygroundNetwork):
    """Store what was said, where, and who has seen it."""

    async def list_channels(self) -> Sequence[PlaygroundChannel]:
        return (await self.session.scalars(sa.select(PlaygroundChannel).order_by(PlaygroundChannel.id))).all()

    async def find_channel(self, id: str) -> PlaygroundChannel | None:
        return await self.session.get(PlaygroundChannel, id)

    async def ensure_channel(self, id: str, *, purpose: str = "", bot: bool = False) -> PlaygroundChannel:
        """Return the channel of this id, and create it if it is new."""
        found = await self.find_channel(id)
        if found is None:
            found = PlaygroundChannel(id=id, purpose=purpose[:250], bot=bot, created_at=self.now)
            self.session.add(found)
            await self.session.flush()
        return found

    async def find_message(self, id: str) -> Message | None:
        return await self.session.get(Message, id)

    async def find_message_by_key(self, key: str) -> Message | None:
        return (await self.session.scalars(sa.select(Message).where(Message.key == key))).first()

    async def store_message(self, message: Message) -> Message:
        """Store a message. Idempotent: one that came before with the same key is returned as it is."""
        if (found := await self.find_message_by_key(message.key)) is not None:
            return found
        message.id, message.sent_at = str(uuid7()), self.now
        self.session.add(message)
        await self.session.flush()
        return message

    async def remove_message(self, message: Message) -> None:
        """Delete the message. If it has replies, only its content is deleted, and the row stays."""
        replies = await self.session.scalar(
            sa.select(sa.func.count()).select_from(Message).where(Message.thread == message.id)
        )
        await self.session.execute(sa.delete(PlaygroundReaction).where(PlaygroundReaction.message_id == message.id))
        if replies:
            message.text, message.card, message.removed_at = "", None, self.now
        else:
            await self.session.delete(message)
        await self.session.flush()

    async def list_latest_messages(
        self, channel: str, user: str, *, before: str = "", since: str = "", limit: int = 60
    ) -> Sequence[Message]:
        """List the newest messages of a channel that this member sees, oldest first; `since`: all from it on."""
        which = [Message.channel == channel, Message.thread == "", Message.only_for.in_(("", user))]
        if before:
            which.append(Message.id < before)
        if since:
            which.append(Message.id >= since)
        rows = await self.session.scalars(sa.select(Message).where(*which).order_by(Message.id.desc()).limit(limit))
        return rows.all()[::-1]

    async def list_thread_replies(self, root: str, user: str) -> Sequence[Message]:
        rows = await self.session.scalars(
            sa.select(Message).where(Message.thread == root, Message.only_for.in_(("", user))).order_by(Message.id)
        )
        return rows.all()

    async def map_replies_by_thread(self, roots: Sequence[str]) -> dict[str, list[tuple[str, str, datetime]]]:
        """Return root -> who replied (message, author, time), in order. Private replies are left out."""
        rows = await self.session.execute(
            sa.select(Message.thread, Message.id, Message.author, Message.sent_at)
            .where(match_any_of(Message.thread, roots), Message.only_for == "")
            .order_by(Message.id)
        )
        found: dict[str, list[tuple[str, str, datetime]]] = {}
        for root, id, author, at in rows:
            found.setdefault(root, []).append((id, author, at))
        return found

    async def set_message_reaction(self, message: str, user: str, emoji: str, *, added: bool) -> bool:
        """Add or remove a reaction. Return True if anything changed."""
        found = await self.session.get(PlaygroundReaction, (message, user, emoji))
        if added == (found is not None):
            return False
        if found is not None:
            await self.session.delete(found)
        else:
            self.session.add(PlaygroundReaction(message_id=message, user=user, emoji=emoji))
        await self.session.flush()
        return True

    async def map_message_reactions(self, ids: Sequence[str]) -> dict[str, dict[str, list[str]]]:
        """Return message -> emoji -> who reacted."""
        rows = await self.session.scalars(
            sa.select(PlaygroundReaction)
            .where(match_any_of(PlaygroundReaction.message_id, ids))
            .order_by(PlaygroundReaction.emoji, PlaygroundReaction.user)
        )
        found: dict[str, dict[str, list[str]]] = {}
        for row in rows:
            found.setdefault(row.message_id, {}).setdefault(row.emoji, []).append(row.user)
        return found

    async def record_thread_read(self, user: str, channel: str, thread: str, upto: str) -> None:
        row = await self.session.get(PlaygroundRead, (user, channel, thread))
        if row is None:
            self.session.add(PlaygroundRead(user=user, channel=channel, thread=thread, upto=upto))
        elif row.upto < upto:
            row.upto = upto
        await self.session.flush()

    async def record_all_read(self, user: str) -> None:
        """Record that this member has seen the newest message of every thread and channel that they see."""
        rows = await self.session.execute(
            sa.select(Message.channel, Message.thread, sa.func.max(Message.id))
            .where(_match_seen_by(user))
            .group_by(Message.channel, Message.thread)
        )
        for channel, thread, newest in rows.all():
            await self.record_thread_read(user, channel, thread, newest)

    async def count_unread_by_channel(self, user: str) -> dict[str, int]:
        """Return channel -> number of new messages at the top level and in threads this member has written in."""
        mine = sa.select(Message.thread).where(Message.author == user, Message.thread != "")
        rows = await self.session.execute(
            _select_unseen_counts(Message.channel, PlaygroundRead.user == user)
            .where(
                Message.author != user,
                _match_seen_by(user),
                sa.or_(Message.thread == "", Message.thread.in_(mine)),
            )
            .group_by(Message.channel)
        )
        return {row[0]: row[1] for row in rows}

    async def count_unread_direct_messages(self) -> dict[str, int]:
        """Return member -> number of the bot's direct messages that they have not seen."""
        rows = await self.session.execute(
            _select_unseen_counts(Message.channel, sa.literal(DIRECT) + PlaygroundRead.user == Message.channel)
            .where(Message.author == BOT, Message.channel.startswith(DIRECT))
            .group_by(Message.channel)
        )
        return {channel.removeprefix(DIRECT): n for channel, n in rows.all()}


def _match_seen_by(user: str) -> sa.ColumnElement[bool]:
    """Match what is said to all in a channel, or to this member alone."""
    place = sa.or_(~Message.channel.startswith(DIRECT), Message.channel == DIRECT + user)
    return sa.and_(Message.only_for.in_(("", user)), place)


def _select_unseen_counts(column: Any, reader: sa.ColumnElement[bool]) -> sa.Select[Any]:
    seen = sa.and_(reader, PlaygroundRead.channel == Message.channel, PlaygroundRead.thread == Message.thread)
    return (
        sa.select(column, sa.func.count())
        .select_from(Message)
        .outerjoin(PlaygroundRead, seen)
        .where(Message.removed_at.is_(None), sa.or_(PlaygroundRead.upto.is_(None), Message.id > PlaygroundRead.upto))
    )
