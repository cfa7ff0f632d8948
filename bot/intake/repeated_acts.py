"""Give the same act of one person within a minute one effect and one answer.

This holds for buttons, forms and messages to the bot alike. Somebody presses twice, or sends the same
message again because the answer takes a while. Each has an event id of its own, so the id does not
tell.

An act that changed something counts for a minute, unless the same person did something else since: then
the repeat is meant. An act that only showed something, or opened a form, is answered each time, one at
a time.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command, Event, Message, Submission
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
    act = (type(event).__name__, event.name, place.channel, place.thread, said)
    return f"{build_actor_key(sender.platform, sender.workspace, sender.user)}:{_digest_act(act)}"


class RepeatedActs:
    """Claim and release acts around the handler, in its unit of work."""

    def __init__(self, within: timedelta = WITHIN) -> None:
        #: If zero, only concurrent acts count as repeated.
        self.within = within

    async def is_repeated_act(self, store: Store, event: Event) -> bool:
        """Return True if this person has just done the same.

        Raise InProgress while another process answers the same act.
        """
        key = build_act_key(event) if self.within else ""
        return bool(key) and not await store.inbox.claim_act(key, self.within)

    async def settle_act(self, store: Store, event: Event, reply: Reply | None) -> None:
        """Keep an act that changed something, after the handler; release any other act.

        A change also forgets the person's earlier acts.
        """
        key = build_act_key(event) if self.within else ""
        if not key:
            return
        if store.audit_trail.noted and not (reply is not None and (reply.form is not None or reply.errors)):
            await store.inbox.release_other_acts(key.rpartition(":")[0], self.within, but=key)
        else:
            await store.inbox.release_act(key)


def _digest_act(what: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(what), digest_size=16).hexdigest()
