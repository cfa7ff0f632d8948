"""Load the plot that a button or a code names, for whoever may see or change it; say what they may read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.exchange.plots.plot_facts import read_open_values, read_plot_values
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.people import Person
from storage.exchange.listings import HIDDEN_LEVEL, LEVELS, MEMBERS_LEVEL, OPEN_LEVEL
from storage.exchange.plots import OPEN, Plot
from storage.kit.database import Store

#: action of whoever writes down or removes a plot
WRITE = "plots.write"
#: plots of others that are looked at
MOST_LOOKED_AT = 2000


async def may_see_plot(store: Store, person: Person, plot: Plot) -> bool:
    """Return True for the secretariat and the own organisation, and for others as far as level and audience go."""
    if person.secretariat or await is_own_plot(store, person, plot):
        return True
    if plot.state != OPEN or plot.level == HIDDEN_LEVEL:
        return False
    if plot.level == OPEN_LEVEL:
        return await rights.is_visible_to(store, person, plot)
    return await rights.is_visible_to_member(store, person, plot)


async def is_own_plot(store: Store, person: Person, plot: Plot) -> bool:
    """Return True if the person's organisation has the plot; a guest belongs to none."""
    return not person.guest and plot.organisation_id in await list_reader_organisation_ids(store, person)


def list_plot_levels(person: Person) -> tuple[str, ...]:
    """Return the levels of other organisations' plots that this person may see."""
    if person.secretariat:
        return LEVELS
    return (OPEN_LEVEL, MEMBERS_LEVEL) if rights.is_confirmed_member(person) else (OPEN_LEVEL,)


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
        viewer, list_plot_levels(person), mine, MOST_LOOKED_AT
    )
    return [*await store.plots.list_plots_of_organisations(mine), *others]


async def load_visible_plot(turn: Turn, value: str, *, lock: bool = False) -> Plot:
    missing = turn.say("I cannot find that plot.")
    return await load_visible_record(turn, turn.store.plots, parse_id(value), may_see_plot, missing, lock=lock)


async def find_numbered_plot(turn: Turn, number: int) -> Plot | None:
    """Return the plot with this number in its code if the person may see it."""
    found = await turn.store.plots.find_plot_by_code(f"P-{number}")
    return found if found is not None and await may_see_plot(turn.store, turn.person, found) else None


async def list_plot_ties(turn: Turn, plot: Plot) -> tuple[str, ...]:
    acts = await turn.store.organisations.is_representative(turn.person.id, plot.organisation_id)
    owns = (rights.OWNER,) if turn.person.id == plot.contact_id else ()
    return (*owns, rights.REPRESENTATIVE) if acts else owns


async def may_change_plot(turn: Turn, plot: Plot) -> bool:
    return rights.is_action_allowed(turn.person, "plots.write", *await list_plot_ties(turn, plot))


async def load_own_plot(turn: Turn, value: str) -> Plot:
    """Return the plot with its row lock, for its contact, its organisation's contacts and the secretariat."""
    plot = await load_visible_plot(turn, value, lock=True)
    await rights.need_right(turn, *await list_plot_ties(turn, plot))
    return plot
