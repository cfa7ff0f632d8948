"""The digest: once a week, what waits and what is new for one person; nothing when there is nothing."""

from handlers.chat.routing import Router
from handlers.overview.digest import cards, planning

router = Router()
for _part in (cards, planning):
    router.include(_part.router)
