"""Answer who is in the network: the organisation that is named, or all of them by kind."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Card, Facts, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.contacts.organisation_card import draw_organisation_card
from handlers.language.text_analysis import split_tokens
from storage.directory.organisations import PUBLIC, Organisation

#: maximum number of names of one kind; the rest is counted
MOST_NAMES = 12


async def draw_network_members(turn: Turn, text: str) -> Card:
    """Draw the organisation that the line names; else all of them, without public bodies."""
    say = turn.say
    members = [one for one in await turn.store.organisations.list_all_organisations() if one.kind != PUBLIC]
    named = [one for one in members if _join_words(one.name) in _join_words(text)]
    if named:
        return await draw_organisation_card(turn, max(named, key=lambda one: len(one.name)))
    lead = say.many("{n} organisation is in the network.", "{n} organisations are in the network.", len(members))
    hint = Text(say("Write “who” and a topic, an organisation or a name to see more."), "subtle")
    return Card(say("Who is in the network"), (Text(lead), *_draw_names_by_kind(say, members), hint))


def _join_words(text: str) -> str:
    """Return the words with a space around each, so that "Ren" is not found in "brenner"."""
    return f" {' '.join(split_tokens(text))} "


def _draw_names_by_kind(say: Say, members: Sequence[Organisation]) -> list[Part]:
    labels = {
        "park": say("Industrial parks"),
        "cluster": say("Clusters"),
        "company": say("Companies"),
        "association": say("Associations"),
    }
    rows = []
    for kind, label in labels.items():
        names = [one.name for one in members if one.kind == kind]
        left = len(names) - MOST_NAMES
        more = [say.many("and {n} more", "and {n} more", left)] if left > 0 else []
        if names:
            rows.append((label, ", ".join((*names[:MOST_NAMES], *more))))
    return [Facts(tuple(rows))] if rows else []
