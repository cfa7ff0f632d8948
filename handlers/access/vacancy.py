"""While nobody is in the secretariat: what goes to it is kept, and its writer is told so, and how somebody gets in."""

from __future__ import annotations

from handlers.chat.say import Say
from storage.kit.database import Store


async def is_read(store: Store, *, rooms: bool) -> bool:
    """Return True if somebody reads what goes to the secretariat; `rooms`: it goes to its rooms, where it has some."""
    return bool((rooms and await store.rooms.triage()) or await store.people.secretariat())


async def tell_kept(store: Store, say: Say, text: str, *, rooms: bool = False) -> str:
    """Return `text`, which says that the secretariat has it; while nobody reads it, that it is kept."""
    if await is_read(store, rooms=rooms):
        return text
    kept = say(
        "The secretariat has no members yet, so nobody reads this now. I keep it, and show it to whoever becomes the"
        " secretariat."
    )
    return f"{kept} {explain_entry(say)}"


async def tell_refused(store: Store, say: Say, text: str, otherwise: str) -> str:
    """Return `text` and how somebody gets in, of what only the secretariat could do; `otherwise`: it has members."""
    if await store.people.secretariat():
        return f"{text} {otherwise}".strip()
    return f"{text} {explain_entry(say)}"


def refuse_deed(say: Say) -> str:
    """Return why somebody else may not do what is the secretariat's."""
    return f"{say('Only the secretariat can do this, and nobody is in it yet.')} {explain_entry(say)}"


def explain_entry(say: Say) -> str:
    """Return in a sentence how the first member of the secretariat gets in."""
    return say(
        "Whoever runs me gets a code from the command «check»: the first who writes «admin code» and that code to me is"
        " the secretariat."
    )
