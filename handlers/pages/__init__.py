"""Show pages to read in a browser: who may sign in there, and what each page holds for its reader."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.pages import outcomes, session_list, sign_in_links, site_links, yearly

router = Router()
router.include_router(sign_in_links.router)
router.include_router(session_list.router)
router.include_router(yearly.router)
router.include_router(site_links.router)
router.include_router(outcomes.router)
