"""Reaches: who may see what is asked and shared; chosen in a form, told before it is sent, held at every drawing."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.reaches import guarding

router = Router()
router.include(guarding.router)
