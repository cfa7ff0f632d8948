"""Deliver the answer to an event in one unit of work that is rolled back; nothing is sent.

The courier's statements are compiled by it, so that the first real delivery holds nobody up.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery.circuit_breaker import CircuitBreakers
from bot.delivery.courier import BATCH
from bot.delivery.delivery_preparer import DeliveryPreparer
from bot.delivery.delivery_protocol import CLAIM_LEASE
from bot.delivery.outcome_writer import DeliveryOutcome
from bot.delivery.outcomes import OutcomeRecorder
from bot.dispatcher import Dispatcher
from bot.platforms import Platform, Sent
from bot.runtime.metrics import Metrics
from handlers.chat.events import Event
from storage.directory.rooms import Room
from storage.kit.store import Store
from storage.queue.delivery_rows import Delivery


async def rehearse_delivery(dispatcher: Dispatcher, event: Event, platform: Platform, *, room: bool) -> None:
    """Answer the event, and pretend that `platform` took what follows from it.

    `room`: there is a room of every topic, so that a question is published. A receipt alone takes other
    statements: those of one row.
    `event.sender.platform` must be a platform that no other delivery has: all its due deliveries are claimed.
    `dispatcher.database` must roll back what is written.
    """
    name, router, arena = event.sender.platform, dispatcher.router, dispatcher.arena
    preparing = DeliveryPreparer({name: platform}, router, arena, CircuitBreakers())
    recorder = OutcomeRecorder(dispatcher.database, router, arena, Metrics())
    async with dispatcher.database.begin() as store:

        async def claim_deliveries() -> Sequence[Delivery]:
            return await store.deliveries.claim_due_deliveries(event.sender.user, CLAIM_LEASE, BATCH, [name])

        if room:
            await _add_room_of_all_topics(store, event)
        await dispatcher.answer_in_store(store, event, None)
        await store.session.flush()
        # given back once, as where it is not their turn
        await store.deliveries.defer_deliveries([(row, row.next_at) for row in await claim_deliveries()])
        while claimed := await claim_deliveries():
            # The courier does each step in a unit of work of its own, where nothing is loaded yet.
            store.session.expunge_all()
            prepared = await preparing.prepare_batch(store, claimed, preparing.breakers.clock())
            await store.session.flush()
            store.session.expunge_all()
            sent = [DeliveryOutcome(one.row, sent=Sent(one.row.id, channel=event.place.channel)) for one in prepared]
            await recorder.record_outcomes(store, sent)


async def _add_room_of_all_topics(store: Store, event: Event) -> None:
    """Add a room beside the event's place, so that a question has somewhere to go."""
    room = await store.rooms.add(
        Room(platform=event.place.platform, workspace=event.place.workspace, channel="room", language="nb")
    )
    await store.rooms.set_room_topics(room.id, {topic.id for topic in await store.topics.list_all_topics()})
