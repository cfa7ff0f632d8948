"""One person, one act, one minute: one effect and one answer, for buttons, forms and lines to the bot alike.

Somebody presses twice, or sends the same line again because the answer takes a while. Each is a happening of its own,
so its id does not tell. What changed something counts for a minute, unless the same person did something else since:
then they mean it. What only showed something, or opened a form, is answered as often as it is asked for, one at a time.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command, Event, Message, Submission
from storage.kit.database import Store
from storage.queue.inbox import name_actor

WITHIN = timedelta(minutes=1)
#: each press goes one step further
STEPS = frozenset({"agenda.up", "agenda.down"})


def find_act_key(event: Event) -> str:
    """Return what two events share that are the same act of one person; empty where each counts by itself."""
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
    act = (type(event).__name__, event.name, place.channel, place.thread, said)
    return f"{name_actor(sender.platform, sender.workspace, sender.user)}:{_digest(act)}"


class SameActs:
    """Asked around the handler, in its unit of work."""

    def __init__(self, within: timedelta = WITHIN) -> None:
        #: nothing: only what happens at the same time is the same
        self.within = within

    async def is_repeated(self, store: Store, event: Event) -> bool:
        """Return True if this person has just done it. Raises InProgress while another process does it for them."""
        key = find_act_key(event) if self.within else ""
        return bool(key) and not await store.inbox.claim_act(key, self.within)

    async def settle(self, store: Store, event: Event, reply: Reply | None) -> None:
        """After the handler: keep in mind what changed something, and nothing that it was the last act no more."""
        key = find_act_key(event) if self.within else ""
        if not key:
            return
        if store.trail.noted and not (reply is not None and (reply.form is not None or reply.errors)):
            await store.inbox.forget_acts(key.rpartition(":")[0], self.within, but=key)
        else:
            await store.inbox.forget_act(key)


def _digest(what: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(what), digest_size=16).hexdigest()
