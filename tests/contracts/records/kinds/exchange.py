"""Make sites, as contacts do in chat; for the table of rights the site of a house."""

from __future__ import annotations

from handlers.access.rights.roles import REPRESENTATIVE
from storage.exchange.sites import Site
from storage.kit.database import Store
from tests.contracts.records.makers import HANDED_OVER, MODERATED, Maker, Making
from tests.conversation import Someone
from tests.handlers.access.rights.scenes import Scene, seen_by


async def _site(making: Making) -> tuple[str, ...]:
    line = making.scene.line
    await line.submits(await line.does("sites.write"), name=making.text[:100], municipality="Testvik")
    return ()


MAKERS = {
    "site": Maker(
        _site,
        {
            HANDED_OVER: "whoever is contact of the organisation looks after it",
            MODERATED: "nobody sees it but its organisation and the secretariat",
        },
    ),
}
#: action -> the kinds of records that it is about
ABOUT: dict[str, tuple[str, ...]] = {"sites.": ("site",)}


async def make_scenes(store: Store, _people: dict[str, Someone], _topic: int) -> dict[str, Scene]:
    house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None
    site = await store.sites.add(Site(organisation_id=house.id, name="Nordverket", municipality="Testvik"))
    seen = seen_by("mine", "colleague", "contact", "sara", contact={REPRESENTATIVE})
    return {"site": Scene(str(site.id), seen)}
