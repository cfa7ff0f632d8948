"""The rounds and the scheme that the walk over the table of rights asks about: one house alone is asked."""

from __future__ import annotations

from datetime import date

from handlers.access.rights.roles import READER, REPRESENTATIVE
from storage.kit.database import Store
from storage.policy.rounds import CLOSED, DRAFT, OPEN, TEXT, Round, RoundField
from storage.policy.schemes import Scheme
from tests.conversation import Someone
from tests.handlers.access.rights.scenes import CONFIRMED, Scene, seen_by

#: everybody is asked
ALL = {"who": "all", "organisations": [], "kinds": [], "topics": []}
#: action -> the kinds of records that it is about
ABOUT: dict[str, tuple[str, ...]] = {
    "rounds.": ("round",),
    "rounds.answers": ("round",),
    "rounds.extend": ("round",),
    "rounds.close": ("round",),
    "rounds.cancel": ("round",),
    "rounds.publish": ("closed round",),
    "rounds.confirm_publication": ("closed round",),
    "rounds.redo": ("draft round",),
    "rounds.send": ("draft round",),
    "rounds.drop": ("draft round",),
    "schemes.": ("scheme",),
    "schemes.publish": ("scheme",),
    "schemes.confirm_publication": ("scheme",),
    "schemes.reports": ("scheme",),
    "schemes.retire": ("scheme",),
}


async def make_scenes(store: Store, _people: dict[str, Someone], _topic: int) -> dict[str, Scene]:
    house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None

    async def asked(state: str) -> str:
        round = await store.rounds.add(
            Round(title="Nett", why="Møte", deadline=date(2027, 3, 19), state=state, audience=ALL)
        )
        await store.rounds.set_round_fields(round.id, [RoundField(kind=TEXT, label="Hva?", options=[])])
        await store.rounds.add_recipients(round.id, [house.id] if state != DRAFT else [])
        return str(round.id)

    seen = seen_by("mine", "colleague", "contact", "sara", contact={REPRESENTATIVE})
    scheme = await store.schemes.add(Scheme(name="Enova"))
    return {
        "round": Scene(await asked(OPEN), seen),
        "closed round": Scene(await asked(CLOSED), seen),
        "draft round": Scene(await asked(DRAFT), {"sara": {READER}}),
        "scheme": Scene(str(scheme.id), seen_by(*CONFIRMED, contact={REPRESENTATIVE}, foreign={REPRESENTATIVE})),
    }
