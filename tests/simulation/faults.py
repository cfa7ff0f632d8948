"""Nine ways in which a courier may be wrong, planted one at a time: the simulation must see each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.delivery import courier, delivery_preparer
from bot.delivery.courier import Courier
from bot.delivery.delivery_preparer import PreparedDelivery
from bot.delivery.outcome_writer import DeliveryOutcome
from bot.delivery.reconciler import DeliveryReconciler, ReconciliationResult
from bot.platforms import Sent, TemporaryError
from bot.platforms.slack import errors
from storage.queue import delivery_steps
from storage.queue.deliveries import Deliveries
from storage.queue.delivery_rows import LEASED, READY, SENT, UNKNOWN, Delivery
from storage.queue.delivery_steps import DeliverySteps
from tests.simulation.provider import Provider

Plant = Callable[[pytest.MonkeyPatch], None]


def no_marker(patch: pytest.MonkeyPatch) -> None:
    """Nothing is written down before the first byte leaves: whoever finds the lease run out sends it again."""

    async def mark(self: Deliveries, rows: Sequence[Delivery], lease: timedelta) -> list[Delivery]:
        return list(rows)

    async def sent(self: Deliveries, rows: Sequence[tuple[Delivery, Mapping[str, Any]]]) -> list[Delivery]:
        return await self._take_steps(LEASED, SENT, [(row, {**values, "sent_at": self.now}) for row, values in rows])

    async def again(self: Deliveries, row: Delivery, at: Any, why: str = "") -> bool:
        return await self._take_step(row, LEASED, READY, why, next_at=at, owner="", lease_until=None)

    async def unknown(self: Deliveries, row: Delivery, why: str, settle: timedelta) -> bool:
        return await self._take_step(row, LEASED, UNKNOWN, why, lease_until=self.now + settle)

    patch.setattr(Deliveries, "mark_sending", mark)
    patch.setattr(Deliveries, "acknowledge_deliveries", sent)
    patch.setattr(Deliveries, "schedule_retry", again)
    patch.setattr(Deliveries, "mark_outcome_unknown", unknown)


def resend_when_unsure(patch: pytest.MonkeyPatch) -> None:
    """Nobody is asked."""

    async def ask(self: DeliveryReconciler, row: Delivery) -> ReconciliationResult:
        return ReconciliationResult()

    patch.setattr(DeliveryReconciler, "_ask_platform", ask)


def ack_before_send(patch: pytest.MonkeyPatch) -> None:
    async def deliver(self: Courier, parcel: PreparedDelivery) -> None:
        await self.outcomes.writer.write_delivery_outcome(DeliveryOutcome(parcel.row, sent=Sent("to come")))
        try:
            await self._call_platform(parcel)
        except Exception:  # noqa: BLE001 - it is written down as sent
            return

    patch.setattr(Courier, "_deliver_prepared", deliver)


def no_fencing(patch: pytest.MonkeyPatch) -> None:
    """Whoever once had a row goes on with it."""

    async def ours(
        self: DeliverySteps, rows: Sequence[Delivery], state: str, blocked: set[str] | None = None
    ) -> list[Delivery]:
        return list(rows)

    def of_anybody(columns: tuple[str, ...]) -> sa.Update:
        rows = delivery_steps.ROWS
        change = delivery_steps._build_row_update(columns)
        return change.returning(rows.c.cancel_requested, rows.c.args, delivery_steps.VERSION_READ)

    patch.setattr(DeliverySteps, "_lock_own_deliveries", ours)
    patch.setattr(delivery_steps, "_build_fenced_update", of_anybody)


def short_lease(patch: pytest.MonkeyPatch) -> None:
    """Shorter than a call may take."""
    patch.setattr(delivery_preparer, "LEASE", timedelta(seconds=4))


def server_error_is_failure(patch: pytest.MonkeyPatch) -> None:
    def meaning(error: Exception) -> Exception:
        response = getattr(error, "response", None)
        return (
            TemporaryError("http_500")
            if getattr(response, "status_code", 0) >= 500
            else errors.classify_slack_error(error)
        )

    patch.setattr(Provider, "meaning", staticmethod(meaning))


def sent_when_unsure(patch: pytest.MonkeyPatch) -> None:
    """At most once."""

    async def ask(self: DeliveryReconciler, row: Delivery) -> ReconciliationResult:
        return ReconciliationResult(Sent("surely"))

    patch.setattr(DeliveryReconciler, "_ask_platform", ask)


def timeout_is_failure(patch: pytest.MonkeyPatch) -> None:
    def meaning(error: Exception) -> Exception:
        return TemporaryError("timeout") if isinstance(error, TimeoutError) else errors.classify_slack_error(error)

    patch.setattr(Provider, "meaning", staticmethod(meaning))


def no_deadline(patch: pytest.MonkeyPatch) -> None:
    """Whoever wakes after a long sleep sends what it was about to send."""
    patch.setattr(courier, "DELAY", timedelta(days=1))


FAULTS: dict[str, Plant] = {
    plant.__name__: plant
    for plant in (
        no_marker,
        resend_when_unsure,
        ack_before_send,
        no_fencing,
        short_lease,
        server_error_is_failure,
        sent_when_unsure,
        timeout_is_failure,
        no_deadline,
    )
}
