"""Input rounds for tests: asked for by the secretariat in its form, sent, answered and gone by, as people do it."""

from __future__ import annotations

from handlers.chat.cards import Reply
from handlers.chat.events import Value
from storage.directory.organisations import DEPUTY
from tests.conversation import Conversation, Someone

FIELDS = "Power: number MW\nApplied: choice yes / no\nA case: text"
ROUND: dict[str, Value] = {
    "title": "Grid capacity",
    "why": "We meet the ministry in April.",
    "fields": FIELDS,
    "deadline": "12 March",
    "who": "all",
}


async def drafts(sara: Someone, **more: Value) -> Reply:
    """The form filled in; what follows is the round as it will be asked, or errors."""
    return await sara.submits(await sara.commands("ny", "input"), **(ROUND | more))


async def asks(sara: Someone, **more: Value) -> int:
    """The id of the round, out to those it asks."""
    echo = await drafts(sara, **more)
    assert echo.card is not None, echo.errors
    id = next(button.value for button in echo.card.list_buttons() if button.do == "rounds.send")
    await sara.does("rounds.send", id)
    return int(id)


async def answers(who: Someone, round: int, **values: Value) -> Reply:
    """By the names of the fields: "f1", "f2", "shared"."""
    return await who.submits(await who.does("rounds.answer", str(round)), **values)


async def publishes(sara: Someone, id: int | str, what: str = "rounds") -> Reply:
    """Look at the preview of a round's or a scheme's totals, and publish them; the preview where nothing can be."""
    preview = await sara.does(f"{what}.publish", str(id))
    assert preview.card is not None
    if any(button.label == "Publish" for button in preview.card.list_buttons()):
        return await sara.clicks(preview, "Publish")
    return preview


async def crowd(talk: Conversation, n: int, first: int = 1) -> list[Someone]:
    """Contacts of so many parks."""
    return [await talk.person(f"c{i}", organisation=f"park{i}", contact=True) for i in range(first, first + n)]


async def deputy(talk: Conversation, name: str, organisation: str) -> Someone:
    who = await talk.person(name, organisation=organisation)
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code(organisation)
        assert house is not None
        await store.organisations.appoint_representative(house.id, who.person_id, DEPUTY)
    return who
