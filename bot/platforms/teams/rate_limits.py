"""Declare how fast Teams lets a bot write, as buckets that a message draws from."""

from __future__ import annotations

from collections.abc import Mapping

from bot.platforms import RateBudget
from bot.platforms.teams.addresses import is_team_channel
from handlers.chat.places import Place

#: Teams' limits per conversation: 7 messages in one second, 8 in two, 60 in thirty.
#: Limit per tenant: 50 in one second (30 in older texts). Source: "Rate limiting" (learn.microsoft.com)
CONVERSATION, TENANT = RateBudget(0.6, burst=5), RateBudget(1 / 30, burst=10)
#: bucket for new conversations of a tenant, which have the limits of one conversation
BEGUN = "begun"


def list_teams_budgets(place: Place) -> Mapping[str, RateBudget]:
    """Return the budgets of a message to this place.

    A message to a channel begins a thread there, unless it answers in one or is for one person.
    """
    found = {"": TENANT, f"@{place.user}" if place.user else place.channel: CONVERSATION}
    if not place.user and not place.thread and is_team_channel(place.channel):
        found[BEGUN] = CONVERSATION
    return found
