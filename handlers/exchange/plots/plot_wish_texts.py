"""Say what is wanted of a plot, and what one misses of it, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.say import Say
from handlers.exchange.plots.plot_hits import PlotHit, get_offered_area
from handlers.exchange.plots.plot_labels import describe_grid_figure, describe_plot_value, label_plot_fact
from handlers.exchange.plots.plot_wishes import BY, IN_PLACE, IS, MOST, PlotWish


def describe_plot_wish(say: Say, wish: PlotWish) -> str:
    """Return a wish in few words: "at least 100 da", "quay", "20 MW free capacity", "by 2028"."""
    if wish.how == IN_PLACE:
        return wish.said
    if wish.how == BY:
        return say("by {year}", year=wish.value)
    label = _lower_first(label_plot_fact(say, wish.key))
    if wish.how == IS:
        return label if wish.value else say("without {what}", what=label)
    if isinstance(wish.value, tuple):
        return _describe_choices(say, wish)
    if not wish.value:
        return label
    amount = describe_plot_value(say, wish.key, wish.value)
    if wish.how == MOST:
        return say("{what} at most {amount}", what=label, amount=amount)
    return say("{what} at least {amount}", what=label, amount=amount)


def _describe_choices(say: Say, wish: PlotWish) -> str:
    assert isinstance(wish.value, tuple)
    return " / ".join(_lower_first(describe_plot_value(say, wish.key, value)) for value in wish.value)


def describe_missed_wish(say: Say, hit: PlotHit) -> str:
    """Return which thing a plot misses, with what it has instead; figures of the grid are told apart."""
    if hit.missed is None:
        return ""
    wish, values = hit.missed.wish, hit.sight.values
    what = describe_plot_wish(say, wish)
    if not hit.missed.known:
        return say("Not known: {what}.", what=what)
    missed = say("Misses: {what}.", what=what)
    has = _describe_instead(say, wish, values)
    told = [missed, say("Has {value}.", value=_lower_first(has)) if has else ""]
    other = describe_grid_figure(say, values, "conditional") if wish.key == "firm_power" else ""
    told += [say("On conditions, which is another thing: {power}.", power=other)] if other else []
    return " ".join(filter(None, told))


def _describe_instead(say: Say, wish: PlotWish, values: Mapping[str, Any]) -> str:
    """Return what the plot has instead of what is wanted; empty where a yes, a no or a place says it all."""
    if wish.how == BY:
        return describe_grid_figure(say, values, "firm") or describe_plot_value(say, wish.key, values.get(wish.key))
    value = get_offered_area(values) if wish.key == "area" else values.get(wish.key)
    return describe_plot_value(say, wish.key, value) if wish.how not in (IN_PLACE, IS) else ""


def _lower_first(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
