"""Keep plots: land with what lies there and what its grid gives, found in words."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.plots import (
    plot_album,
    plot_card,
    plot_form,
    plot_list,
    plot_parts,
    plot_placements,
    plot_search,
)

router = Router()
for _part in (plot_list, plot_search, plot_card, plot_parts, plot_form, plot_placements, plot_album):
    router.include_router(_part.router)
