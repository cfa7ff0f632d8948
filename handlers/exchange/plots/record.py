"""Register the record kind of plots."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.arena_modes import PRACTICAL
from handlers.chat.cards import Button, Item
from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_erasure import Erasure
from handlers.chat.record_kinds import DigestNews, HandoverEntry, Ownership, RecordKind, SearchSupport, show_argument
from handlers.chat.turn import RenderContext, Turn
from handlers.exchange.leveled_records import may_see_laid_out
from handlers.exchange.plots.lookup import find_numbered_plot, read_values_for
from handlers.exchange.plots.plot_labels import title_plot
from handlers.exchange.plots.plot_list import list_new_plots
from handlers.exchange.plots.plot_moderation import PlotModeration
from handlers.exchange.plots.plot_publication import build_plot_document, build_plot_subject, is_plot_published
from handlers.exchange.plots.plot_search import draw_plot_item
from handlers.language.document_search import Document, Hit
from handlers.language.matches import add_matched_words
from handlers.library.solutions.match_explanations import describe_matches
from storage.directory.people import Person
from storage.exchange.plots import Plot
from storage.kit.database import Store


async def _build_plot_documents(_store: Store, plots: Sequence[Plot]) -> list[Document]:
    return [build_plot_document(plot) for plot in plots if is_plot_published(plot)]


async def _draw_plot_hit(turn: Turn, hit: Hit, value: str) -> Item | None:
    plot, say = await turn.store.plots.find(hit.id), turn.say
    if plot is None or not await may_see_laid_out(turn.store, turn.person, plot):
        return None
    organisation = await turn.store.organisations.find(plot.organisation_id)
    why = describe_matches(say, add_matched_words(hit.why, build_plot_document(plot).text))
    note = " · ".join(filter(None, (organisation.name if organisation else "", why)))
    item = draw_plot_item(say, plot, read_values_for(turn.person, plot), note)
    return Item(item.title, item.text, item.note, (Button(say("Show"), "plots.open", value),))


async def _describe_owned_plot(what: RenderContext, id: int) -> HandoverEntry:
    plot = await what.store.plots.find(id)
    return HandoverEntry(title_plot(what.say, plot) if plot else "", what.say("Plot"), "plots.open", str(id))


async def _redraw_plot(store: Store, id: int) -> None:
    await store.outbox.refresh_copies(build_plot_subject(id))


async def _retract_plots(store: Store, person: Person) -> set[int]:
    """Keep the organisation's plots: they are handed over with everything else that the person has."""
    return {plot.id for plot in await store.plots.list_plots_of_contact(person.id)}


PLOT = RecordKind(
    name="plot",
    label=lambda say: say("Plot"),
    table=Plot,
    find=lambda store, key: store.plots.find(key),
    list_writers=lambda plot: (plot.contact_id,),
    find_shown=show_argument("plot", lambda store, key: store.plots.find(key)),
    search=SearchSupport(PRACTICAL, _build_plot_documents, _draw_plot_hit, "plots.open"),
    codes=RecordCodes("P", lambda number: f"P-{number}", find_numbered_plot, "plots.open"),
    moderation=PlotModeration(),
    ownerships=(Ownership("plot", _describe_owned_plot, _redraw_plot),),
    erasure=Erasure(_retract_plots),
    news=DigestNews(lambda say: say("New plots in your topics"), list_new_plots),
)
KINDS = (PLOT,)
