"""What the bot says about competition law: the reminder on every agenda, and the hint to the one who writes."""

from __future__ import annotations

from collections.abc import Collection

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.moderation.competition.sensing import sensitive


def hint(say: Say, text: str) -> list[Part]:
    """For the one who wrote it, and for nobody else."""
    kinds = sensitive(text)
    return warning(say, kinds) if kinds else []


def warning(say: Say, kinds: Collection[str]) -> list[Part]:
    """What it looks like, and that a bot is no lawyer."""
    about = say("This may be competition-sensitive. Do not share prices, volumes, bids or customers here.")
    looks = say("It looks like this is about {what}.", what=say.listed([name(say, kind) for kind in sorted(kinds)]))
    legal = say("The bot is no legal advice. Ask the secretariat if in doubt.")
    return [Text(f"⚠️ {about}"), Text(looks), Text(legal, "subtle")]


def name(say: Say, kind: str) -> str:
    """The kinds of `rules.toml`, in words."""
    return {
        "prices": say("prices"),
        "discounts": say("discounts"),
        "margins": say("margins"),
        "volumes": say("volumes"),
        "capacity": say("capacity use"),
        "bids": say("bids and tenders"),
        "customers": say("customers and markets"),
        "suppliers": say("terms to suppliers"),
        "stops": say("a stop that is not announced"),
        "wages": say("agreement on wages"),
        "plots": say("prices of plots"),
        "leases": say("rents and lease terms"),
        "tariffs": say("an offer to one customer"),
        "power": say("offers of power"),
    }[kind]


def reminder(say: Say) -> Text:
    """Stands on top of every agenda."""
    return Text(
        say(
            "Competition law: we keep to the agenda. Nobody shares prices, discounts, margins, volumes, capacity use, "
            "customers or bids. If it comes up, object, leave the meeting, and have it noted in the minutes."
        ),
        "subtle",
    )
