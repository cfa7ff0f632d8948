"""Reaches: who may see what is asked and shared; chosen in a form, told before it is sent, held at every drawing."""

from __future__ import annotations

from handlers.access.reaches import guarding
from handlers.chat.routing import Router

router = Router()
router.include(guarding.router)
