"""Hide and restore plots."""

from __future__ import annotations

from handlers.chat.record_moderation import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.display_names import format_signature
from handlers.exchange.plots.lookup import load_visible_plot
from handlers.exchange.plots.plot_publication import build_plot_subject, synchronise_plot
from storage.exchange.plots import HIDDEN, OPEN, Plot
from storage.kit.database import Store


def build_plot_moderable(plot: Plot) -> Moderable:
    async def describe_plot_contact(store: Store, say: Say) -> str:
        return await format_signature(store, plot.contact_id, plot.organisation_id, say)

    return Moderable(
        kind="plot",
        row=plot,
        subject=build_plot_subject(plot.id),
        author_id=plot.contact_id,
        text=". ".join(filter(None, (plot.name, plot.nature_notes))),
        hidden=plot.state == HIDDEN,
        shown=plot.state == OPEN,
        name=lambda say: say("plot {code}", code=plot.code),
        by=describe_plot_contact,
    )


class PlotModeration:
    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        plot = await (store.plots.lock(id) if lock else store.plots.find(id))
        return build_plot_moderable(plot) if plot is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        return build_plot_moderable(await load_visible_plot(turn, str(id)))

    async def list_alternatives(self, store: Store, row: Plot) -> list[Moderable]:
        return []

    async def hide_record(self, store: Store, arena: Arena, row: Plot) -> str:
        before, row.state = row.state, HIDDEN
        await synchronise_plot(store, row)
        return before

    async def restore_record(self, store: Store, arena: Arena, row: Plot, before: str) -> None:
        row.state = before or OPEN
        await synchronise_plot(store, row)
