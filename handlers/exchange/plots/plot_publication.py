"""Index a plot as far as its level goes, store changes with what was before, and delete plots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Arena
from handlers.exchange.plots.plot_facts import (
    CHOICE,
    FACTS,
    FLAG,
    GRID,
    WORD,
    encode_fact_value,
    read_open_values,
    read_plot_values,
)
from handlers.exchange.plots.plot_labels import describe_plot_value, label_plot_fact, list_plot_choices
from handlers.language import detect_language
from handlers.language.document_search import Document, index_documents, unindex_document
from storage.exchange.listings import HIDDEN_LEVEL, OPEN_LEVEL
from storage.exchange.plots import OPEN, Plot
from storage.kit.database import Store

#: the topics of a plot, the first one that the network has
_TOPICS = ("areal", "etablering")
#: columns besides the facts whose changes the history keeps
SIGHT = ("level", "open_parts")


def build_plot_subject(plot_id: int) -> str:
    """Return the outbox subject of cards that show the plot."""
    return f"plot:{plot_id}"


def is_plot_published(plot: Plot) -> bool:
    return plot.state == OPEN and plot.level != HIDDEN_LEVEL


def build_plot_document(plot: Plot) -> Document:
    """Build the search document. Of an open plot it holds what guests may read, since they search in it too."""
    values = read_open_values(plot) if plot.level == OPEN_LEVEL else read_plot_values(plot)
    words = [value for key, value in values.items() if FACTS[key].kind == WORD and key not in _NOT_SEARCHED]
    area = describe_plot_value(Say("nb", Arena().zone), "area", plot.area)
    return Document(
        kind="plot",
        id=plot.id,
        topic_id=plot.topic_id,
        language=plot.language,
        organisation_id=plot.organisation_id,
        level=plot.level,
        reach_id=plot.reach_id,
        title=f"{plot.name}, {plot.municipality}",
        body=". ".join(words),
        extra=f"{plot.code}. {area}",
        keywords=tuple(
            dict.fromkeys(word for one in LANGUAGES for word in _list_keywords(Say(one, Arena().zone), values))
        ),
    )


_NOT_SEARCHED = ("name", "municipality", "picture")


def _list_keywords(say: Say, values: Mapping[str, Any]) -> list[str]:
    """Return what is there, in words of one language: "plot", "quay", "rock"."""
    there = [label_plot_fact(say, key) for key, value in values.items() if FACTS[key].kind == FLAG and value]
    chosen = [
        dict(list_plot_choices(say, key))[value]
        for key, value in values.items()
        if FACTS[key].kind == CHOICE and FACTS[key].part != GRID
    ]
    return [say("Plot"), *there, *chosen]


def detect_plot_language(values: Mapping[str, Any]) -> str:
    text = str(values.get("nature_notes") or values.get("name") or "")
    return detect_language(text) if text else "nb"


async def find_plot_topic(store: Store) -> int | None:
    """Return the topic that plots are about; None where the network has no such topic."""
    for slug in _TOPICS:
        topic = await store.topics.find_topic_by_slug(slug)
        if topic is not None:
            return topic.id
    return None


async def synchronise_plot(store: Store, plot: Plot) -> None:
    """Update the index, and draw again what shows the plot."""
    await store.session.flush()
    if is_plot_published(plot):
        await index_documents(store, build_plot_document(plot))
    else:
        await unindex_document(store, "plot", plot.id)
    await store.outbox.refresh_copies(build_plot_subject(plot.id))


async def change_plot(store: Store, plot: Plot, values: Mapping[str, Any], by_id: int | None) -> list[str]:
    """Set what is new, keep in the history what was before, and return which facts have changed."""
    before = {name: getattr(plot, name) for name in values}
    for name, value in values.items():
        setattr(plot, name, value)
    # its words may stand in any of the forms
    plot.language = detect_plot_language(read_plot_values(plot))
    told = [name for name, value in values.items() if before[name] != value and (name in FACTS or name in SIGHT)]
    if told:
        data = {name: [encode_fact_value(before[name]), encode_fact_value(values[name])] for name in told}
        await store.plots.add_change(plot, by_id, data)
    await synchronise_plot(store, plot)
    return told


async def add_plot(store: Store, plot: Plot) -> None:
    await store.plots.add_plots([plot])
    await synchronise_plot(store, plot)


async def delete_plot(store: Store, plot: Plot) -> None:
    """Delete the plot with its history; what shows it is withheld."""
    await unindex_document(store, "plot", plot.id)
    await store.outbox.refresh_copies(build_plot_subject(plot.id))
    await store.plots.delete(plot)


async def forget_organisation_plots(store: Store, organisation_id: int) -> None:
    for plot in await store.plots.list_plots_of_organisations([organisation_id]):
        await delete_plot(store, plot)
    await store.plot_placements.delete_placements_of_organisation(organisation_id)
