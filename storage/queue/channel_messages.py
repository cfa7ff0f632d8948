"""Find the bot's messages in a channel by what the platform calls them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.queue.delivery_rows import LEASED, POST, SENDING, SENT, UNKNOWN, Delivery
from storage.queue.delivery_steps import ROWS

_CHANNEL, _MESSAGE = sa.bindparam("channel", type_=sa.String), sa.bindparam("message", type_=sa.String)
#: Prebuilt, since every reply in a thread needs it: compiling costs as much as executing.
_OF_MESSAGE = (
    sa.select(Delivery)
    .where(
        Delivery.platform == sa.bindparam("platform"),
        Delivery.workspace == sa.bindparam("workspace"),
        sa.or_(Delivery.channel == _CHANNEL, Delivery.sent_channel == _CHANNEL),
        Delivery.op == POST,
        sa.or_(Delivery.message == _MESSAGE, Delivery.sent_thread == _MESSAGE),
        Delivery.message != "",
    )
    .order_by(Delivery.id)
    .limit(1)
)


_besides = ROWS.alias()
#: one of them in whose message others are told, or whose template lists several things anyway
_GATHERED = _OF_MESSAGE.where(
    sa.or_(
        sa.exists().where(_besides.c.told_in_id == Delivery.id),
        match_any_of(Delivery.template, sa.bindparam("templates")),
    )
)


class ChannelMessages(Repository):
    """Find the deliveries that stand in a channel, or may."""

    async def find_delivery_of_message(
        self, platform: str, workspace: str, channel: str, message: str
    ) -> Delivery | None:
        """Return the delivery that became this message, if the bot sent it. The message may be named by its
        thread.
        """
        where = {"platform": platform, "workspace": workspace, "channel": channel, "message": message}
        return (await self.session.scalars(_OF_MESSAGE, where)).first()

    async def find_gathering_delivery(
        self, platform: str, workspace: str, channel: str, message: str, templates: Sequence[str]
    ) -> Delivery | None:
        """Return the delivery that became this message, if it tells others besides or is of these templates."""
        where = {"platform": platform, "workspace": workspace, "channel": channel, "message": message}
        return (await self.session.scalars(_GATHERED, where | {"templates": templates})).first()

    async def has_unrecorded_post(
        self, platform: str, workspace: str, channel: str, started_before: datetime | None = None
    ) -> bool:
        """Return True if a message may have just arrived in this channel and is not recorded yet.

        `started_before`: leave out posts that were started later.
        """
        started_in_time = sa.true() if started_before is None else Delivery.started_at < started_before
        which = sa.exists().where(
            started_in_time,
            Delivery.platform == platform,
            Delivery.workspace == workspace,
            Delivery.channel == channel,
            Delivery.message == "",
            Delivery.op == POST,
            Delivery.state.in_((SENDING, UNKNOWN)),
        )
        return bool(await self.session.scalar(sa.select(which)))

    async def is_changed_since(self, id: str, since: datetime) -> bool:
        """Return True if a change of this delivery's message is out that was drawn after `since`."""
        drawn = sa.and_(Delivery.state == SENT, Delivery.started_at > since)
        return bool(await self.session.scalar(sa.select(sa.exists().where(Delivery.target_id == id, drawn))))

    async def has_overlapping_change(self, id: str, since: datetime) -> bool:
        """Return True if a change of this delivery's message went out after `since`, or is on its way.

        A change that still waits does not overlap: it goes out later.
        """
        sent = sa.and_(Delivery.state == SENT, Delivery.sent_at > since)
        overlaps = sa.or_(sent, Delivery.state.in_((LEASED, SENDING, UNKNOWN)))
        return bool(await self.session.scalar(sa.select(sa.exists().where(Delivery.target_id == id, overlaps))))
