"""Write down what flows in and out of sites, and lay it out as offers and needs."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.streams import proposed_streams, stream_form, stream_layout, stream_list

router = Router()
for _part in (stream_list, stream_form, stream_layout, proposed_streams):
    router.include_router(_part.router)
