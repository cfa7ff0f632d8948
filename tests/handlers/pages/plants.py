"""What organisations tell of their plants, written straight into the database: sites, listings and streams."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.exchange.plots.plot_facts import FACTS, get_empty_value
from storage.access.audiences import CHOSEN, REGION
from storage.directory.organisations import Organisation
from storage.exchange.listings import HIDDEN_LEVEL, MEMBERS_LEVEL, OFFER, Listing
from storage.exchange.plot_pictures import PlotPicture
from storage.exchange.plots import Plot
from storage.exchange.sites import Site
from storage.exchange.streams import OUT, Stream
from storage.kit.database import Store

REGION_NAME = "Vestland"
#: what somebody without a name reads of what five of a region offer
BLIND = "3-10 MW of heat at 60-80 °C"
#: what is kept, by the number of its code
KEPT = (101, 102, 103)


async def add_listing(
    store: Store,
    organisation_id: int,
    *,
    amount: str = "4 MW",
    type_: str = "heat",
    direction: str = OFFER,
    level: str = MEMBERS_LEVEL,
    reach_id: int | None = None,
    code: str = "",
    text: str = "",
    contact_id: int | None = None,
) -> Listing:
    """Add a listing at a site of its own."""
    site = await store.sites.add(Site(organisation_id=organisation_id, name=f"{text} verk", municipality="Testvik"))
    return await store.listings.add(
        Listing(
            code=code, organisation_id=organisation_id, site_id=site.id, direction=direction, type=type_, text=text,
            language="nb", amount=amount, temperature=65.0 if type_ == "heat" else None, months=[100] * 12, level=level,
            reach_id=reach_id, contact_id=contact_id, valid_to=store.now.date() + timedelta(days=180),
        )
    )  # fmt: skip


async def add_stream(store: Store, organisation_id: int, amount: str, **values: object) -> Stream:
    """Add a stream at a site of its own: heat that goes out, if nothing else is said."""
    site = await store.sites.add(Site(organisation_id=organisation_id, name="verk", municipality="Testvik"))
    known: dict[str, object] = {"direction": OUT, "type": "heat", "months": []}
    row = Stream(organisation_id=organisation_id, site_id=site.id, amount=amount, **(known | values))
    await store.streams.add_streams([row])
    return row


async def add_plot(
    store: Store, organisation_id: int, contact_id: int, code: str, name: str, level: str, reach_id: int | None,
) -> None:  # fmt: skip
    """Add a plot that opens no part, with a picture."""
    unknown = {key: get_empty_value(fact) for key, fact in FACTS.items()}
    plot = Plot(
        **(unknown | {"name": name, "municipality": "Testvik", "area": 120.0}), code=code, language="nb",
        open_parts=[], organisation_id=organisation_id, contact_id=contact_id, level=level, reach_id=reach_id,
    )  # fmt: skip
    await store.plots.add_plots([plot])
    shown = {"alt": name, "credit": name, "width": 1, "height": 1, "size": 1, "digest": "x", "data": b"x"}
    await store.plot_pictures.add(PlotPicture(plot_id=plot.id, author_id=contact_id, **shown))


async def keep_plant(store: Store, organisation_id: int, friend_id: int, contact_id: int, secret: str) -> None:
    """Let an organisation keep a hidden listing, one of its region, one for a friend, and streams.

    Four others of its region offer the same to all, so that one of the three can be told of without a name.
    """
    house = await store.organisations.find(organisation_id)
    assert house is not None
    house.region = REGION_NAME
    for n in range(4):
        like = Organisation(code=f"lik{n}", name=f"Lik {n}", kind="company", region=REGION_NAME)
        await add_listing(store, (await store.organisations.add(like)).id, amount=f"{5 + n} MW")
    reaches = (
        None,
        (await store.audiences.ensure_audience(REGION, region=REGION_NAME)).id,
        (await store.audiences.ensure_audience(CHOSEN, [organisation_id, friend_id])).id,
    )
    for number, reach_id in zip(KEPT, reaches, strict=True):
        await add_listing(
            store, organisation_id, code=f"B-{number}", text=f"{secret} {number}", contact_id=contact_id,
            level=MEMBERS_LEVEL if reach_id else HIDDEN_LEVEL, reach_id=reach_id,
        )  # fmt: skip
        kept = {"name": f"{secret} {number}", "destination": secret, "code": f"F-{number}"}
        await add_stream(store, organisation_id, "40 GWh/år", year=date(2025, 1, 1).year, **kept)
        level = MEMBERS_LEVEL if reach_id else HIDDEN_LEVEL
        await add_plot(store, organisation_id, contact_id, f"P-{number}", f"{secret} {number}", level, reach_id)
