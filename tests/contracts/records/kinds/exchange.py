"""Make sites and listings, as contacts do in chat; for the table of rights those of a house."""

from __future__ import annotations

from datetime import date

from handlers.access.rights.roles import OWNER, REPRESENTATIVE
from storage.exchange.listings import OFFER, Listing
from storage.exchange.sites import Site
from storage.kit.database import Store
from tests.contracts.records.makers import HANDED_OVER, MODERATED, Maker, Making
from tests.conversation import Someone
from tests.handlers.access.rights.scenes import CONFIRMED, Scene, seen_by


async def _site(making: Making) -> tuple[str, ...]:
    line = making.scene.line
    await line.submits(await line.does("sites.write"), name=making.text[:100], municipality="Testvik")
    return ()


async def _listing(making: Making) -> tuple[str, ...]:
    line, kari = making.scene.line, making.scene.kari
    await line.submits(await line.does("sites.write"), name="Nordverket", municipality="Testvik")
    form = await line.does("exchange.offer")
    await line.submits(form, type="heat", text=making.text, contact=str(kari.person_id), **making.own)
    return ()


MAKERS = {
    "listing": Maker(_listing),
    "site": Maker(
        _site,
        {
            HANDED_OVER: "whoever is contact of the organisation looks after it",
            MODERATED: "nobody sees it but its organisation and the secretariat",
        },
    ),
}
#: action -> the kinds of records that it is about
ABOUT: dict[str, tuple[str, ...]] = {
    "sites.": ("site",),
    "exchange.open": ("listing",),
    "exchange.edit": ("listing",),
    "exchange.withdraw": ("listing",),
    "exchange.renew": ("listing",),
    "exchange.matches": ("listing",),
}


async def make_scenes(store: Store, people: dict[str, Someone], _topic: int) -> dict[str, Scene]:
    house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None
    site = await store.sites.add(Site(organisation_id=house.id, name="Nordverket", municipality="Testvik"))
    seen = seen_by("mine", "colleague", "contact", "sara", contact={REPRESENTATIVE})
    listing = await store.listings.add(
        Listing(
            organisation_id=house.id, site_id=site.id, direction=OFFER, type="heat", language="nb", months=[],
            contact_id=people["mine"].person_id, valid_to=date(2027, 8, 1), text="Spillvarme",
        )
    )  # fmt: skip
    known = seen_by(*CONFIRMED, mine={OWNER}, contact={REPRESENTATIVE})
    return {"site": Scene(str(site.id), seen), "listing": Scene(str(listing.id), known)}
