"""Give the same act of one person within a minute one effect and one answer.

This holds for buttons, forms and messages to the bot alike. Somebody presses twice, or sends the same
message again because the answer takes a while. Each has an event id of its own, so the id does not
tell.

An act that changed something counts for a minute. It counts no more once the same person did something
else, or opened a form: then the repeat is meant. An act that only showed something, or opened a form, is
answered each time, one at a time.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command, Event, Message, Submission
from storage.directory.senders import KnownSender
from storage.kit.database import Store
from storage.queue.inbox import build_actor_key

WITHIN = timedelta(minutes=1)
#: actions that each click repeats
STEPS = frozenset({"agenda.up", "agenda.down"})


def build_act_key(event: Event) -> str:
    """Return the key that two events of the same act share; empty where each event counts by itself."""
    if event.name in STEPS:
        return ""
    if isinstance(event, Click):
        said: object = (event.value, event.quoted.message if event.quoted else "")
    elif isinstance(event, Submission):
        said = (event.value, sorted(event.values.items()))
    elif isinstance(event, Command) or (isinstance(event, Message) and event.addressed and not event.place.thread):
        said = (event.text.split(), [(file.name, file.link) for file in event.files])
    else:
        return ""
    sender, place = event.sender, event.place
    if not sender.user:
        return ""
    who, where = (sender.platform, sender.workspace, sender.user), (place.channel, place.thread)
    act = (type(event).__name__, event.name, *who, *where, said)
    return hashlib.blake2b(msgspec.json.encode(act), digest_size=16).hexdigest()


class RepeatedActs:
    """Recognise what an account has just done before the handler, and keep what it did after it."""

    def __init__(self, within: timedelta = WITHIN) -> None:
        #: If zero, only concurrent acts count as repeated.
        self.within = within

    def build_claim(self, event: Event) -> str:
        """Return the act that one unit of work at a time may answer; empty if each event counts by itself."""
        return build_act_key(event) if self.within else ""

    async def is_repeated_act(self, store: Store, event: Event) -> bool:
        """Return True if this account has just done the same, and nothing else since."""
        act = self.build_claim(event)
        if not act:
            return False
        known = await _find_event_sender(store, event)
        # A clock that was set back leaves rows with a future time.
        return known.last_act == act and known.acted_at is not None and self._is_recent(store.now - known.acted_at)

    def _is_recent(self, passed: timedelta) -> bool:
        return timedelta() <= passed <= self.within

    async def keep_act(self, store: Store, event: Event, reply: Reply | None) -> None:
        """Keep an act that changed something, in place of the account's earlier one; unless the account is erased."""
        if isinstance(event, Click) and reply is not None and reply.form is not None:
            await self._forget_act(store, event)
            return
        unfinished = reply is not None and (reply.form is not None or reply.errors)
        if unfinished or not store.audit_trail.noted:
            return
        act = self.build_claim(event)
        if act and (await _find_event_sender(store, event)).account is not None:
            sender = event.sender
            await store.inbox.keep_act(build_actor_key(sender.platform, sender.workspace, sender.user), act)

    async def _forget_act(self, store: Store, event: Event) -> None:
        """Forget what the account did last: whoever opens a form means to send it, also with the same words."""
        sender, known = event.sender, await _find_event_sender(store, event)
        if self.within and known.last_act:
            await store.inbox.keep_act(build_actor_key(sender.platform, sender.workspace, sender.user), "")


async def _find_event_sender(store: Store, event: Event) -> KnownSender:
    sender = event.sender
    return await store.senders.find_sender(sender.platform, sender.workspace, sender.user)
