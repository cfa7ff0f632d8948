"""Name who is in the secretariat, and handle one without members: what goes to it is kept.

The writer is told so, and how somebody becomes a member.
"""

from __future__ import annotations

from handlers.chat.say import Say
from storage.kit.database import Store

#: how many of the secretariat are named
MOST_NAMED = 3


async def name_secretariat(store: Store, say: Say) -> str:
    """Return whom to ask there, "Siv, Per eller Åse"; "" while it has no members."""
    return say.listed([one.name for one in (await store.people.list_secretariat())[:MOST_NAMED]], either=True)


async def is_secretariat_reading(store: Store, *, rooms: bool) -> bool:
    """Return True if somebody reads what goes to the secretariat; `rooms`: it goes to its rooms, where it has
    some.
    """
    return bool((rooms and await store.rooms.list_triage_rooms()) or await store.people.list_secretariat())


async def describe_kept_by_secretariat(store: Store, say: Say, text: str, *, rooms: bool = False) -> str:
    """Return `text`, which says that the secretariat has it; while nobody reads it, that it is kept."""
    if await is_secretariat_reading(store, rooms=rooms):
        return text
    kept = say(
        "The secretariat has no members yet, so nobody reads this now. I will keep it and show it to the first who"
        " joins."
    )
    return f"{kept} {describe_secretariat_entry(say)}"


async def describe_secretariat_only(store: Store, say: Say, text: str, otherwise: str) -> str:
    """Return `text` and how somebody becomes a member of an empty secretariat; `otherwise`: it has members."""
    if await store.people.list_secretariat():
        return f"{text} {otherwise}".strip()
    return f"{text} {describe_secretariat_entry(say)}"


def describe_vacancy_refusal(say: Say) -> str:
    """Return why somebody else may not do what only the secretariat may."""
    return f"{say('Only the secretariat can do this, and it has no members yet.')} {describe_secretariat_entry(say)}"


def describe_secretariat_entry(say: Say) -> str:
    """Return in a sentence how the first member of the secretariat gets in."""
    return say(
        "Whoever runs the bot gets a code from the command “check”. The first person who writes “admin code” and"
        " that code to me becomes the secretariat."
    )
