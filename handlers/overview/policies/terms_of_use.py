"""Draw the terms of use for members: who may use the bot, and what to keep out of it."""

from __future__ import annotations

from handlers.chat.cards import Card, Item, Text
from handlers.chat.say import Say


def draw_terms_of_use(say: Say, name: str) -> Card:
    """Draw the terms of the arena of this name."""
    return Card(
        say("Terms of use for {name}", name=name),
        (
            Text(say("{name} is a network where industrial parks and clusters help each other.", name=name)),
            *_list_sharing_rules(say),
            *_list_service_promises(say),
        ),
    )


def _list_sharing_rules(say: Say) -> tuple[Item, ...]:
    return (
        Item(
            say("Who may use it"),
            say("Members confirmed by their organisation. Guests see only what is open to all."),
        ),
        Item(
            say("What you share"),
            say(
                "Share only what you are allowed to share. Leave out secrets, personal data about others, and"
                " details of the power grid that are secret by law. Check who can see it before you send."
            ),
        ),
        Item(
            say("Competition law"),
            say("Keep prices, volumes, bids and customers out of it: competition law applies here too."),
            say(
                "I may give you a hint in private. It stops nothing, and nobody else sees it."
                " I give no legal advice: ask the secretariat if in doubt."
            ),
        ),
    )


def _list_service_promises(say: Say) -> tuple[Item, ...]:
    return (
        Item(
            say("What others share"),
            say("Answers and solutions come from members' own experience. Check them before you rely on them."),
        ),
        Item(
            say("What does not belong here"),
            say(
                "Use “Report”, or “Change or report” on a question. The secretariat can hide what does not belong here."
                " The author is told why, and can object."
            ),
        ),
        Item(
            say("If I am unavailable"),
            say("I may not be available at all times. What I have confirmed is kept and sent later."),
        ),
        Item(
            say("When you leave"),
            say(
                "Write “me leave”. Your access ends at once, and somebody else takes over what was yours. What you"
                " shared stays. Write “delete me” if your name should go too."
            ),
        ),
    )
