"""Issues: raised, checked, supported by organisations, worked with, and looked back on."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.issues import (
    agendas,
    asking,
    cards,
    checking,
    evidence,
    following,
    histories,
    listing,
    living,
    merging,
    raising,
    reaching,
    reviewing,
    showing,
    supporting,
    text,
    tidying,
    together,
    versions,
    working,
)

router = Router()
for _part in (
    agendas,
    asking,
    cards,
    checking,
    evidence,
    following,
    histories,
    listing,
    living,
    merging,
    raising,
    reaching,
    reviewing,
    showing,
    supporting,
    text,
    tidying,
    together,
    versions,
    working,
):
    router.include(_part.router)
