"""Send the weekly digest: what waits and what is new for one person, and nothing if it is empty."""

from handlers.chat.routing import Router
from handlers.overview.digest import cards, digest_scheduler

router = Router()
for _part in (cards, digest_scheduler):
    router.include_router(_part.router)
