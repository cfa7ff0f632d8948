"""Find options for a field of a form, by what is typed into it on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.playground.event_translation import Name, PageAction, Words, build_event_fields
from bot.platforms.playground.page_replies import Answer
from handlers.chat.events import Query
from storage.playground.playground_chat import DIRECT, PlaygroundMember

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform


class SearchOptions(PageAction, frozen=True, kw_only=True):
    """Represent what is typed; `do` and `value` are the source that the field carries."""

    do: Name
    value: Words = ""
    text: Words


async def search_form_options(playground: PlaygroundPlatform, me: PlaygroundMember, action: SearchOptions) -> Answer:
    """Return the options that were found; none where the search is refused."""
    common = build_event_fields(me, action, DIRECT + me.user)
    reply = await playground.dispatch(Query(**common, name=action.do, text=action.text, value=action.value))
    return {"options": reply.options if reply else ()}
