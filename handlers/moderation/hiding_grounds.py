"""List the grounds for hiding a record. The list is fixed, so that the trail says why without saying what."""

from __future__ import annotations

from handlers.chat.say import Say

GROUNDS = ("competition", "personal", "security", "tone", "advertising", "misplaced", "other")


def describe_ground(say: Say, ground: str) -> str:
    """Return the ground in words, for use within a sentence and on a list."""
    return {
        "competition": say("it may break competition law"),
        "personal": say("it tells something personal of somebody"),
        "security": say("it tells what must be kept safe"),
        "tone": say("it may hurt somebody"),
        "advertising": say("it is advertising"),
        "misplaced": say("it does not belong here"),
    }.get(ground, say("for another reason"))
