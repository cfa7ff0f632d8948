"""Link several chat accounts of one person by a code typed on the other side, and unlink them."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.accounts import account_linking, link_confirmation, link_notices, linked_accounts

router = Router()
for part in (account_linking, link_confirmation, link_notices, linked_accounts):
    router.include_router(part.router)
