"""Load the plot that a button or a code names, for whoever may see or change it; say what they may read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.exchange.leveled_records import list_contact_ties, list_visible_levels, may_see_laid_out
from handlers.exchange.plots.plot_facts import read_open_values, read_plot_values
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.people import Person
from storage.exchange.plots import Plot

#: action of whoever writes down or removes a plot
WRITE = "plots.write"
#: plots of others that are looked at
MOST_LOOKED_AT = 2000


def read_values_for(person: Person, plot: Plot) -> dict[str, Any]:
    """Return what the person may read of a plot that they may see: of an open one, others than members only some."""
    if person.secretariat or rights.is_confirmed_member(person):
        return read_plot_values(plot)
    return read_open_values(plot)


async def list_plots_for(turn: Turn) -> list[Plot]:
    """Return all plots that this person may see, those of the own organisations first."""
    store, person = turn.store, turn.person
    mine = set() if person.guest else await list_reader_organisation_ids(store, person)
    viewer = await store.audiences.build_viewer(person)
    others: Sequence[Plot] = await store.plots.list_visible_plots(
        viewer, list_visible_levels(person), mine, MOST_LOOKED_AT
    )
    return [*await store.plots.list_plots_of_organisations(mine), *others]


async def load_visible_plot(turn: Turn, value: str, *, lock: bool = False, missing: str = "") -> Plot:
    missing = missing or turn.say("I cannot find that plot.")
    return await load_visible_record(turn, turn.store.plots, parse_id(value), may_see_laid_out, missing, lock=lock)


async def find_numbered_plot(turn: Turn, number: int) -> Plot | None:
    """Return the plot with this number in its code if the person may see it."""
    found = await turn.store.plots.find_plot_by_code(f"P-{number}")
    return found if found is not None and await may_see_laid_out(turn.store, turn.person, found) else None


async def may_change_plot(turn: Turn, plot: Plot) -> bool:
    return rights.is_action_allowed(turn.person, WRITE, *await list_contact_ties(turn, plot))


async def load_own_plot(turn: Turn, value: str, missing: str = "") -> Plot:
    """Return the plot with its row lock, for its contact, its organisation's contacts and the secretariat.

    `missing`: what is said of one that is not there, or not to be seen.
    """
    plot = await load_visible_plot(turn, value, lock=True, missing=missing)
    await rights.need_right(turn, *await list_contact_ties(turn, plot))
    return plot
