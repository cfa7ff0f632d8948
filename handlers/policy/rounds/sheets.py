"""Read and describe a sheet: what an organisation can offer for an inquiry, as it was when it was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from handlers.chat.say import Say
from storage.policy.rounds import SHEET, RoundAnswer, RoundField

#: whether what is offered fits the inquiry
FITS, PARTLY, UNFIT = "fits", "partly", "unfit"
#: endings of the keys under which an answer keeps the parts of a sheet, beside the verdict
PLOTS, MISSING, NOTE = ":plots", ":missing", ":note"


class PlotSheet(NamedTuple):
    """Hold what an organisation says to an inquiry."""

    verdict: str
    #: code of each plot that is offered -> what was known of it then, by the name of each fact; days are text
    plots: Mapping[str, Mapping[str, Any]]
    #: what is missing, or has to be solved first
    missing: str = ""
    note: str = ""


def build_sheet_field(label: str) -> RoundField:
    """Return the one field of an inquiry."""
    return RoundField(kind=SHEET, label=label, unit="", options=[])


def encode_sheet(field: RoundField, sheet: PlotSheet) -> dict[str, str]:
    """Return the sheet as an answer keeps it. What was offered stays as it was, whatever becomes of the plot."""
    plots = json.dumps(sheet.plots, ensure_ascii=False, sort_keys=True)
    parts = {"": sheet.verdict, PLOTS: plots, MISSING: sheet.missing, NOTE: sheet.note}
    return {f"{field.id}{ending}": text for ending, text in parts.items() if text}


def read_sheet(field: RoundField, answer: RoundAnswer) -> PlotSheet | None:
    """Return the sheet of an answer; None as long as there is none."""
    given = {ending: str(answer.given.get(f"{field.id}{ending}", "")) for ending in ("", PLOTS, MISSING, NOTE)}
    if given[""] not in (FITS, PARTLY, UNFIT):
        return None
    return PlotSheet(given[""], json.loads(given[PLOTS] or "{}"), given[MISSING], given[NOTE])


def label_verdicts(say: Say) -> dict[str, str]:
    return {FITS: say("Fits"), PARTLY: say("Fits, with something to solve"), UNFIT: say("Does not fit")}


def list_sheet_lines(say: Say, field: RoundField, answer: RoundAnswer) -> list[tuple[str, str]]:
    """Return label and text of each part of the sheet that says something."""
    sheet = read_sheet(field, answer)
    if sheet is None:
        return []
    plots = "; ".join(describe_offered_plot(code, values) for code, values in sheet.plots.items())
    lines = (
        (say("Our answer"), label_verdicts(say)[sheet.verdict]), (say("Plots"), plots),
        (say("What is missing"), sheet.missing), (say("Besides"), sheet.note),
    )  # fmt: skip
    return [(label, text) for label, text in lines if text]


def describe_offered_plot(code: str, values: Mapping[str, Any]) -> str:
    """Return "P-1 Nordkaia, Testvik"."""
    return f"{code} {values.get('name', '')}, {values.get('municipality', '')}".strip(" ,")
