"""A record whose card somebody has in their direct chat; it says what the record is when it is drawn."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Click, Event
from handlers.chat.turn import Turn, View
from storage.queue.outbox import DeliveryDraft
from tests.scenarios.stage import Stage

SUBJECT = "shelf:1"


class ShelfCard(CardArguments, frozen=True):
    template = "tests.shelf"


class Shelf:
    def __init__(self, stage: Stage) -> None:
        self.stage, self.state = stage, "as it was"
        stage.bot.router.cards[ShelfCard.template] = self.draw
        stage.bot.router.handlers[Click, "home.show"] = self.press

    async def draw(self, _view: View[ShelfCard]) -> Card:
        return Card(self.state, (Buttons((Button("Press", "home.show"),)),))

    async def press(self, _event: Event, _turn: Turn) -> Reply:
        """What the presser sees in place of the card."""
        return Reply(Card("what was pressed", (Text("a"),)), replace=True)

    async def show(self, platform: str, workspace: str, user: str) -> None:
        """Send the card to somebody who has written to the bot."""
        async with self.stage.bot.database.begin() as store:
            found = await store.people.find_person_by_account(platform, workspace, user)
            assert found is not None
            draft = DeliveryDraft(
                key="shelf", platform=platform, workspace=workspace, user=user, person_id=found[0].id,
                template=ShelfCard.template, subject=SUBJECT,
            )  # fmt: skip
            await store.outbox.post_deliveries(draft)
        self.stage.bot.courier.wake_courier()
        await self.stage.settle()

    async def change(self, state: str) -> None:
        """Somebody changes the record, and the courier has been through."""
        self.state = state
        async with self.stage.bot.database.begin() as store:
            await store.outbox.refresh_copies(SUBJECT)
        self.stage.bot.courier.wake_courier()
        await self.stage.settle()
