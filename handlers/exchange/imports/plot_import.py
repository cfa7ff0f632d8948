"""Bring in plots: the table of land that a park already has."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from handlers.chat.rows import RowFault, reason
from handlers.chat.say import Say
from handlers.exchange.imports.import_scope import ImportedRow, ImportScope
from handlers.exchange.imports.plot_words import FACT_NAMES, PLOT_LEVELS, build_plot_example, index_plot_headings
from handlers.exchange.imports.row_cells import RowCells
from handlers.exchange.imports.table_kinds import ImportPlan, TableKind
from handlers.exchange.plots.plot_facts import (
    FACTS,
    NUMBER,
    REQUIRED,
    USUALLY_OPEN,
    PlotFact,
    complete_plot_values,
    find_contradiction,
    get_empty_value,
)
from handlers.exchange.plots.plot_labels import describe_plot_value, label_plot_fact, title_plot
from handlers.exchange.plots.plot_parser import WrongFact, parse_fact_text
from handlers.exchange.plots.plot_publication import (
    build_plot_document,
    change_plot,
    detect_plot_language,
    find_plot_topic,
    is_plot_published,
)
from handlers.language.document_search import index_documents
from handlers.quantities.units import find_listed_unit
from storage.directory.organisations import Organisation
from storage.exchange.listings import MEMBERS_LEVEL, REFERENCE
from storage.exchange.plots import HIDDEN, Plot
from storage.kit.database import Store


class PlotPlace(NamedTuple):
    """Name the organisation of a plot where other rows name their site."""

    id: int
    organisation_id: int
    name: str


def read_plot_row(row: RowCells, scope: ImportScope) -> ImportedRow | None:
    """Return the facts that the row says, and who sees the plot as its level."""
    organisation, reference = _find_row_organisation(row, scope), row.parse_text("id", REFERENCE)
    values = {key: _read_fact(row, fact) for key, fact in FACTS.items() if row.has_column(key)}
    for key in REQUIRED:
        if not row.find_text(key):
            row.add_fault(key, reason("is required"), FACT_NAMES[key])
    clash = find_contradiction(values)
    if clash is not None:
        wrong, beside = clash
        other = row.find_label(beside) or FACT_NAMES[beside]
        fault = reason("cannot be so beside what the row says of “{other}”", other=other)
        row.add_fault(wrong, fault, FACT_NAMES[wrong])
    values = complete_plot_values(values)
    level = row.parse_word("level", PLOT_LEVELS)
    if level:
        values |= {"level": level, "reach_id": None}
    if organisation is None:
        return None
    place = PlotPlace(organisation.id, organisation.id, organisation.name)
    return ImportedRow(row.number, reference, place, values)


def _read_fact(row: RowCells, fact: PlotFact) -> Any:
    """Return the value of a cell, whose unit may stand in the heading alone."""
    text = row.find_text(fact.key)
    unit = row.find_unit(fact.key)
    if fact.kind == NUMBER and unit and text[-1:].isdigit() and find_listed_unit(unit) is not None:
        text = f"{text} {unit}"
    try:
        return parse_fact_text(fact, text)
    except WrongFact as error:
        row.add_fault(fact.key, error.fault)
        return get_empty_value(fact)


def _find_row_organisation(row: RowCells, scope: ImportScope) -> Organisation | None:
    said = row.find_text("organisation")
    names = [one for one in scope.organisations if said.casefold() in (one.name.casefold(), one.code.casefold())]
    found = names if said else list(scope.organisations)
    if len(found) == 1:
        return found[0]
    if said:
        row.add_fault("organisation", reason("“{said}” is none of your organisations.", said=said[:60]))
    else:
        row.add_fault("organisation", reason("is required"), reason("organisation"))
    return None


async def _store_plots(store: Store, scope: ImportScope, plan: ImportPlan) -> None:
    """Add what is new and change what is changed, in the caller's transaction."""
    topic_id, contacts = await find_plot_topic(store), dict[int, int | None]()
    new = []
    for row in plan.new:
        id = row.site.organisation_id
        if id not in contacts:
            people = [person.id for person in await store.organisations.list_representatives(id)]
            contacts[id] = scope.person_id if scope.person_id in people else next(iter(people), None)
        new.append(_build_plot(row, topic_id, contacts[id]))
    await store.plots.add_plots(new)
    await index_documents(store, *[build_plot_document(plot) for plot in new if is_plot_published(plot)])
    for _, plot, values in plan.changed:
        await change_plot(store, plot, values, scope.person_id)


def _build_plot(row: ImportedRow, topic_id: int | None, contact_id: int | None) -> Plot:
    values = {key: get_empty_value(fact) for key, fact in FACTS.items()} | {"level": MEMBERS_LEVEL} | row.values
    return Plot(
        **values, reference=row.reference, organisation_id=row.site.organisation_id, open_parts=list(USUALLY_OPEN),
        contact_id=contact_id, topic_id=topic_id, language=detect_plot_language(values),
    )  # fmt: skip


async def _list_changes(_store: Store, plot: Plot, row: ImportedRow) -> dict[str, Any]:
    """Return the columns in which the row says something else. An audience stays where the level does."""
    said = dict(row.values)
    if said.get("level") == plot.level:
        said.pop("reach_id")
    return {name: value for name, value in said.items() if getattr(plot, name) != value}


def _find_refusal(plot: Plot, row: ImportedRow) -> RowFault | None:
    """Return why the row cannot change the plot: it is hidden, or what the row leaves as it is does not fit with it."""
    if plot.state == HIDDEN:
        return reason("The secretariat has hidden {code}.", code=plot.code)
    clash = find_contradiction({key: row.values.get(key, getattr(plot, key)) for key in FACTS})
    if clash is None:
        return None
    return reason("{code} as it stands does not fit: “{name}” beside “{other}”.", code=plot.code,
                  name=FACT_NAMES[clash[0]], other=FACT_NAMES[clash[1]])  # fmt: skip


def _describe_row(say: Say, row: ImportedRow) -> str:
    values = row.values
    return f"{values['name']}, {values['municipality']}: {describe_plot_value(say, 'area', values['area'])}"


PLOTS = TableKind(
    name="plots",
    headings=index_plot_headings(),
    code=re.compile(r"P-[1-9]\d{0,8}", re.ASCII | re.IGNORECASE),
    needs_site=False,
    find_place_id=lambda plot: int(plot.organisation_id),
    facts={"name": "", "municipality": ""},
    read_row=read_plot_row,
    list_records=lambda store, ids: store.plots.list_plots_of_organisations(ids),
    find_refusal=_find_refusal,
    is_current=lambda _: True,
    list_changes=_list_changes,
    store_plan=_store_plots,
    describe_row=_describe_row,
    describe_record=title_plot,
    labels={key: lambda say, key=key: label_plot_fact(say, key) for key in FACTS}
    | {"level": lambda say: say("who sees it")},
    describe_terms=lambda say: say("Where the table does not say who sees a new plot, all members do."),
    open="plots.page",
    label=lambda say: say("Plots"),
    list_example_lines=build_plot_example,
    explain=lambda say: say(
        "Copy the cells of a spreadsheet with their headings, and paste them. Only name, municipality and area are"
        " required. You see what would happen before anything does."
    ),
)
