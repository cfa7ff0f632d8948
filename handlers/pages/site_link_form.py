"""Hold the form behind a link to a site: what somebody without an account writes there, and sees of it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.field_texts import WrittenFields
from handlers.chat.turn import LinkContext
from handlers.exchange.streams.proposed_streams import tell_proposed_streams, title_proposal
from handlers.exchange.streams.stream_fields import draw_stream_fields, parse_stream_fields
from handlers.pages.site_links import load_open_site_link
from storage.exchange.streams import IN, Stream

#: streams that are written with one link
MOST_WRITTEN = 60
#: time within which the same stream is taken for the same press
SAME = timedelta(minutes=1)
#: the site is that of the link
SITE = "site"


@dataclass(frozen=True, slots=True)
class SiteLinkForm:
    """Hold the page: a form, what is wrong in it, and what was written before."""

    site: str
    fields: tuple[Field, ...]
    written: tuple[str, ...]
    until: str
    #: field -> what it holds, and what is wrong with it
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


async def load_site_link_form(
    at: LinkContext, token: str, values: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> SiteLinkForm | None:
    """Return the form with what it holds; None for a link that opens nothing."""
    found = await load_open_site_link(at, token)
    if found is None:
        return None
    link, site, _ = found
    written = await at.store.proposed_streams.list_proposals_of_link(link.id)
    fields = [one for one in draw_stream_fields(at.say, Stream(direction=IN), [site]) if one.name != SITE]
    return SiteLinkForm(
        site=site.name,
        fields=tuple(fields),
        written=tuple(title_proposal(at.say, one) for one in written),
        until=at.say.format_day(link.expires_at),
        values=values or {one.name: one.value for one in fields if isinstance(one.value, str)},
        errors=errors or {},
    )


async def store_proposed_stream(at: LinkContext, token: str, values: Mapping[str, str]) -> Mapping[str, str] | None:
    """Store what was written, and tell who made the link. Return what is wrong by field; None for no such link."""
    found = await load_open_site_link(at, token)
    if found is None:
        return None
    link, site, maker = found
    known = {one.name for one in draw_stream_fields(at.say, Stream(direction=IN), [site])} - {SITE}
    given = {name: text.strip() for name, text in values.items() if name in known}
    await at.store.sites.lock(site.id)
    written = await at.store.proposed_streams.list_proposals_of_link(link.id)
    told = {name: text for name, text in given.items() if text}
    if any(one.fields == told and at.store.now - one.created_at < SAME for one in written):
        return {}  # the button was pressed twice
    if len(written) >= MOST_WRITTEN:
        return {"type": at.say("No more can be written with this link. Ask whoever sent it for a new one.")}
    try:
        parse_stream_fields(WrittenFields(given | {SITE: str(site.id)}), at, Stream(months=[]), [site])
    except UserError as error:
        return error.fields
    await at.store.proposed_streams.add_proposal(link, told)
    await tell_proposed_streams(at.store, at.arena, link, maker)
    return {}
