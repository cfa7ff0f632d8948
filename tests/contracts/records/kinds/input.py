"""Make rounds and schemes; for the table of rights rounds in which one house alone is asked."""

from __future__ import annotations

from datetime import date

from handlers.access.rights.roles import READER, REPRESENTATIVE
from handlers.chat.events import Value
from handlers.policy.rounds.adoption_labels import build_adoption_field
from storage.kit.database import Store
from storage.meetings.actions import Action
from storage.policy.rounds import (
    ADOPTION,
    ADOPTION_STATES,
    ANSWERED,
    CLOSED,
    DRAFT,
    FIELDS,
    INQUIRY,
    OPEN,
    PLANNED,
    SHEET,
    TEXT,
    Round,
    RoundField,
)
from storage.policy.schemes import Scheme
from storage.policy.tasks import Task
from tests.contracts.records.makers import (
    AUDIENCE,
    HANDED_OVER,
    MODERATED,
    OF_THE_SECRETARIAT,
    RETRACTED,
    Maker,
    Making,
)
from tests.conversation import Someone
from tests.handlers.access.rights.scenes import CONFIRMED, Scene, seen_by
from tests.houses import houses
from tests.input import asks


async def _round(making: Making) -> tuple[str, ...]:
    asked: dict[str, Value] = {"who": "chosen", "organisations": await making.alfa()} if making.kept else {}
    await asks(making.scene.sara, title=making.text, **asked)
    return ()


async def _scheme(making: Making) -> tuple[str, ...]:
    sara = making.scene.sara
    await sara.submits(await sara.does("schemes.add"), name=making.text[:100], about=making.text)
    return ()


async def _task(making: Making) -> tuple[str, ...]:
    """Led by Kari, with an organisation of which nobody is here."""
    kari = making.scene.kari
    (other,) = await houses(making.scene.database, "gamma")
    await kari.submits(await kari.does("tasks.write"), text=making.text, organisations=str(other), due="20 April")
    return ()


MAKERS = {
    "task": Maker(
        _task,
        {
            HANDED_OVER: "its action is handed over",
            MODERATED: "those who take part and the secretariat alone read it",
            RETRACTED: "it belongs to those who take part, and stays there without the name",
        },
    ),
    "round": Maker(
        _round,
        {
            HANDED_OVER: "the secretariat as a whole looks after it",
            MODERATED: OF_THE_SECRETARIAT,
            RETRACTED: "the secretariat asked it, whoever of them wrote it down",
        },
    ),
    "scheme": Maker(
        _scheme,
        {
            AUDIENCE: "every member may report on it",
            HANDED_OVER: "the secretariat as a whole looks after it",
            MODERATED: OF_THE_SECRETARIAT,
        },
    ),
}
#: everybody is asked
ALL = {"who": "all", "organisations": [], "kinds": [], "topics": []}
#: action -> the kinds of records that it is about
ABOUT: dict[str, tuple[str, ...]] = {
    "rounds.": ("round",),
    "rounds.answers": ("round",),
    **{f"rounds.{state}": ("adoption round",) for state in (*ADOPTION_STATES, "confirm", "named", "peers", "unnamed")},
    "rounds.extend": ("round",),
    "rounds.close": ("round",),
    "rounds.cancel": ("round",),
    "rounds.publish": ("closed round",),
    "rounds.confirm_publication": ("closed round",),
    "rounds.redo": ("draft round",),
    "rounds.send": ("draft round",),
    "rounds.drop": ("draft round",),
    "inquiries.write": ("draft inquiry",),
    "inquiries.draft": ("draft inquiry",),
    "inquiries.answer": ("asked inquiry",),
    "inquiries.sheets": ("own inquiry",),
    "inquiries.file": ("asked inquiry",),
    "tasks.": ("task",),
    "schemes.": ("scheme",),
    "schemes.publish": ("scheme",),
    "schemes.confirm_publication": ("scheme",),
    "schemes.reports": ("scheme",),
    "schemes.retire": ("scheme",),
}


async def make_scenes(store: Store, people: dict[str, Someone], _topic: int) -> dict[str, Scene]:
    house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None

    async def asked(state: str, form: str = FIELDS) -> str:
        round = await store.rounds.add(
            Round(title="Nett", why="Møte", deadline=date(2027, 3, 19), state=state, audience=ALL, form=form)
        )
        field = build_adoption_field("Nett") if form == ADOPTION else RoundField(kind=TEXT, label="Hva?", options=[])
        await store.rounds.set_round_fields(round.id, [field])
        await store.rounds.add_recipients(round.id, [house.id] if state != DRAFT else [])
        answer = await store.rounds.find_round_answer(round.id, house.id)
        if answer is not None and form == ADOPTION:
            answer.state, answer.given = ANSWERED, {str(field.id): PLANNED}
        return str(round.id)

    seen = seen_by("mine", "colleague", "contact", "sara", contact={REPRESENTATIVE})
    scheme = await store.schemes.add(Scheme(name="Enova"))
    action = Action(text="Måle", owner_id=people["sara"].person_id, due=date(2027, 4, 20))
    task = await store.tasks.add(Task(action_id=(await store.actions.add(action)).id))
    await store.tasks.add_partners(task.id, [house.id])
    return {
        "task": Scene(str(task.id), seen),
        "round": Scene(await asked(OPEN), seen),
        "adoption round": Scene(await asked(OPEN, ADOPTION), seen),
        "closed round": Scene(await asked(CLOSED), seen),
        "draft round": Scene(await asked(DRAFT), {"sara": {READER}}),
        **await _make_inquiry_scenes(store, house.id),
        "scheme": Scene(str(scheme.id), seen_by(*CONFIRMED, contact={REPRESENTATIVE}, foreign={REPRESENTATIVE})),
    }


async def _make_inquiry_scenes(store: Store, house_id: int) -> dict[str, Scene]:
    """Inquiries that a house is asked in, that it makes itself, and that the secretariat has not sent."""

    async def make_inquiry(state: str, inquirer_id: int | None, asked_ids: list[int]) -> str:
        round = await store.rounds.add(
            Round(
                form=INQUIRY, title="Tomt", why="Over 100 da", deadline=date(2027, 3, 19), state=state, audience=ALL,
                inquirer_id=inquirer_id,
            )
        )  # fmt: skip
        await store.rounds.set_round_fields(round.id, [RoundField(kind=SHEET, label="Ark", options=[])])
        await store.rounds.add_recipients(round.id, asked_ids)
        return str(round.id)

    seen = seen_by("mine", "colleague", "contact", "sara", contact={REPRESENTATIVE})
    return {
        "asked inquiry": Scene(await make_inquiry(OPEN, None, [house_id]), seen),
        "own inquiry": Scene(
            await make_inquiry(OPEN, house_id, []), {"contact": {REPRESENTATIVE, READER}, "sara": {READER}}
        ),
        "draft inquiry": Scene(await make_inquiry(DRAFT, None, []), {"sara": {READER}}),
    }
