"""Draw what the bot says about competition law: the reminder on every agenda, and the hint to a writer."""

from __future__ import annotations

from collections.abc import Collection

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.moderation.competition.rules import find_sensitive_kinds


def draw_competition_hint(say: Say, text: str) -> list[Part]:
    """Draw the hint for the person who wrote the text, and for nobody else; empty for a harmless text."""
    kinds = find_sensitive_kinds(text)
    return draw_competition_warning(say, kinds) if kinds else []


def draw_competition_warning(say: Say, kinds: Collection[str]) -> list[Part]:
    """Draw what the text looks like, and that a bot gives no legal advice."""
    about = say("This may be competition-sensitive. Do not share prices, volumes, bids or customers here.")
    warning = say(
        "It looks like this is about {what}.",
        what=say.listed([describe_sensitive_kind(say, kind) for kind in sorted(kinds)]),
    )
    legal = say("The bot does not give legal advice. Ask the secretariat if in doubt.")
    return [Text(f"⚠️ {about}"), Text(warning), Text(legal, "subtle")]


def describe_sensitive_kind(say: Say, kind: str) -> str:
    """Return a kind of `rules.toml` in words."""
    return {
        "prices": say("prices"),
        "discounts": say("discounts"),
        "margins": say("margins"),
        "volumes": say("volumes"),
        "capacity": say("capacity use"),
        "bids": say("bids and tenders"),
        "customers": say("customers and markets"),
        "suppliers": say("terms to suppliers"),
        "stops": say("an unannounced shutdown"),
        "wages": say("wage coordination"),
        "plots": say("prices of plots"),
        "leases": say("rents and lease terms"),
        "tariffs": say("an offer to one customer"),
        "power": say("offers of power"),
    }[kind]


def draw_competition_reminder(say: Say) -> Text:
    """Draw the reminder on top of every agenda."""
    return Text(
        say(
            "Competition law: we keep to the agenda. Nobody shares prices, discounts, margins, volumes, capacity use, "
            "customers or bids. If it comes up, object, leave the meeting, and have it noted in the minutes."
        ),
        "subtle",
    )
