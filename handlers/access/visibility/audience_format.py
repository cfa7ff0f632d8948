"""Read and write an audience in a file.

`all`, `secretariat`, `region:Vest`, `own:eksempel`, `chosen:eksempel;prove`, `except:prove`.
"""

from __future__ import annotations

from handlers.chat.rows import RowError
from storage.access.audiences import CHOSEN, EXCEPT, OWN, REGION, SECRETARIAT, Audience
from storage.kit.database import Store

ALL = "all"


async def format_audience(store: Store, reach_id: int | None) -> str:
    """Return the audience as text, organisations by their codes; "" for all members."""
    audience = await store.audiences.find(reach_id)
    if audience is None:
        return ""
    if audience.kind == SECRETARIAT:
        return SECRETARIAT
    what = (
        audience.region
        if audience.kind == REGION
        else ";".join([one.code for one in await store.audiences.list_named_organisations(audience.id)])
    )
    return f"{audience.kind}:{what}"


async def parse_audience(store: Store, text: str) -> Audience | None:
    """Return the audience; None for all members.

    Raises RowError for an invalid audience, or an organisation that does not exist.
    """
    kind, _, what = text.partition(":")
    if text == ALL:
        return None
    if text == SECRETARIAT:
        return await store.audiences.ensure_audience(SECRETARIAT)
    if kind == REGION and what.strip():
        return await store.audiences.ensure_audience(REGION, region=what.strip()[:64])
    codes = [code.strip() for code in what.split(";") if code.strip()]
    if kind not in (OWN, CHOSEN, EXCEPT) or not codes:
        raise RowError("reach", "must be all, secretariat, region:NAME, own:ID, chosen:ID;ID or except:ID;ID")
    organisations = [await store.organisations.find_organisation_by_code(code) for code in codes]
    if None in organisations:
        raise RowError("reach", f"no organisation has the id {codes[organisations.index(None)]!r}")
    return await store.audiences.ensure_audience(
        kind, [organisation.id for organisation in organisations if organisation is not None]
    )
