"""Keep the sites of organisations: where what flows in or out of their plants is."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.sites import site_form, site_list

router = Router()
for _part in (site_list, site_form):
    router.include_router(_part.router)
