"""Claim due deliveries by the batch and have them prepared, so that each may be sent at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence

import structlog

from bot.delivery.circuit_breaker import CircuitBreakers
from bot.delivery.delivery_preparer import DeliveryPreparer, PreparedDelivery
from bot.delivery.delivery_protocol import CLAIM_LEASE
from storage.kit.database import BROKEN, Database, Store
from storage.queue.delivery_rows import DEAD, LEASED, Delivery

log = structlog.get_logger()


class DueBatches:
    """Claim and prepare batches for one worker, the `owner` of what it claims."""

    def __init__(
        self,
        database: Database,
        preparing: DeliveryPreparer,
        breakers: CircuitBreakers,
        owner: str,
        boot: Callable[[], float],
    ) -> None:
        self.database = database
        self.preparing = preparing
        self.breakers = breakers
        self.owner = owner
        self.boot = boot

    async def claim_batch(
        self, platforms: Collection[str], limit: int
    ) -> tuple[Sequence[Delivery], AsyncIterator[PreparedDelivery]]:
        """Claim a batch and prepare it, in one transaction where that is possible.

        Notifications are prepared in the next one: they lock others of their reader's day, which come first.
        If a card breaks the transaction, each row gets its own.
        """
        begun, blocked = self.boot(), set[str]()
        try:
            async with self.database.begin(patient=True) as store:
                rows = await self._claim_rows(store, platforms, limit, blocked)
                if not rows or any(row.is_push for row in rows):
                    return rows, self._prepare_claimed_rows(rows)
                return rows, _iterate(await self.preparing.prepare_batch(store, rows, begun, locked=blocked))
        except BROKEN:
            async with self.database.begin(patient=True) as store:
                rows = await self._claim_rows(store, platforms, limit, blocked)
            return rows, self._prepare_rows_alone(rows)

    async def _claim_rows(
        self, store: Store, platforms: Collection[str], limit: int, blocked: set[str]
    ) -> Sequence[Delivery]:
        paused = self.breakers.list_paused_workspaces(store.now)
        return await store.deliveries.claim_due_deliveries(self.owner, CLAIM_LEASE, limit, platforms, paused, blocked)

    async def _prepare_claimed_rows(self, rows: Sequence[Delivery]) -> AsyncIterator[PreparedDelivery]:
        """Yield the prepared deliveries of these rows.

        If one card breaks the transaction, each row gets its own, and is sent at once: that card must not stop
        the others.
        """
        if not rows:
            return
        begun = self.boot()
        try:
            async with self.database.begin(patient=True) as store:
                prepared_deliveries = await self.preparing.prepare_batch(store, rows, begun)
        except BROKEN as error:
            for row in rows:
                row.state = LEASED
            if len(rows) == 1:
                log.exception("delivery could not be prepared", delivery=rows[0].id, template=rows[0].template)
                async with self.database.begin(patient=True) as store:
                    await store.deliveries.end_delivery(rows[0], DEAD, f"draw: {type(error).__name__}")
                return
            async for prepared in self._prepare_rows_alone(rows):
                yield prepared
        else:
            for prepared in prepared_deliveries:
                yield prepared

    async def _prepare_rows_alone(self, rows: Sequence[Delivery]) -> AsyncIterator[PreparedDelivery]:
        for row in rows:
            async for prepared in self._prepare_claimed_rows([row]):
                yield prepared


async def _iterate(prepared_deliveries: Sequence[PreparedDelivery]) -> AsyncIterator[PreparedDelivery]:
    for prepared in prepared_deliveries:
        yield prepared
