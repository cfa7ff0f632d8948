"""Describe how far a version has come, and what it changes in the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from handlers.documents.frozen_versions import describe_version_state
from handlers.pages.outcomes.network_figures import NETWORK
from handlers.pages.outcomes.report_figures import FrozenFigure, describe_figure_value, map_by_name
from handlers.pages.outcomes.report_lifecycle import is_as_frozen, load_frozen_figures
from storage.kit.frozen_versions import FROZEN
from storage.pages.outcome_reports import OutcomeReport


def describe_report_state(at: RenderContext, report: OutcomeReport) -> str:
    """Return how far the version has come, and since when."""
    return describe_version_state(at, report, intact=report.state != FROZEN or is_as_frozen(report))


def list_report_changes(say: Say, before: OutcomeReport, report: OutcomeReport) -> list[str]:
    """Return a line for each figure that is another one now; none where nothing has changed."""
    return [*_list_changes(say, before, report)] or [say("No number has changed.")]


def _list_changes(say: Say, before: OutcomeReport, report: OutcomeReport) -> Iterator[str]:
    earlier = map_by_name(load_frozen_figures(before))
    for now in load_frozen_figures(report):
        then = earlier.get(now.name)
        if then is None:
            yield say("{figure} is new: {value}", figure=_label(say, now), value=describe_figure_value(say, now))
        elif then != now:
            yield _describe_change(say, then, now)


def _describe_change(say: Say, then: FrozenFigure, now: FrozenFigure) -> str:
    values = [describe_figure_value(say, one) for one in (then, now)]
    came, went = (len({*one.ids} - {*other.ids}) for one, other in ((now, then), (then, now)))
    told = say("{figure}: {before} → {after}", figure=_label(say, now), before=values[0], after=values[1])
    return say("{change} (+{came} −{went})", change=told, came=came, went=went) if came or went else told


def _label(say: Say, figure: FrozenFigure) -> str:
    return NETWORK[figure.name].label(say)
