"""Audit what should have moved and did not; report to the secretariat once a day for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from storage.kit.database import Store

router = Router()
#: Ages from which something is late for another reason than waiting for its turn.
LATE, UNKNOWN_TOO_LONG, UNPUBLISHED = timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10)
MOST_LINES = 5


class AuditNotice(CardArguments, frozen=True):
    template = "audit.found"
    for_secretariat = True

    #: name under which the audit is registered
    kind: str
    count: int
    lines: tuple[str, ...]


@router.audit("deliveries.overdue")
async def audit_overdue_deliveries(store: Store, _arena: Arena) -> list[str]:
    return list(await store.queue_audit.list_overdue_deliveries(LATE))


@router.audit("deliveries.away")
async def audit_platform_outages(store: Store, _arena: Arena) -> list[str]:
    return list(await store.queue_audit.list_blocked_deliveries(LATE))


@router.audit("deliveries.stuck")
async def audit_stuck_deliveries(store: Store, _arena: Arena) -> list[str]:
    return list(await store.queue_audit.list_stuck_deliveries(LATE))


@router.audit("deliveries.unknown")
async def audit_unknown_outcomes(store: Store, _arena: Arena) -> list[str]:
    return list(await store.queue_audit.list_unresolved_deliveries(UNKNOWN_TOO_LONG))


@router.audit("questions.unpublished")
async def audit_unpublished_questions(store: Store, _arena: Arena) -> list[str]:
    return [str(id) for id in await store.queue_audit.list_overdue_publications(UNPUBLISHED)]


async def report_audit_findings(store: Store, arena: Arena, found: Mapping[str, Sequence[str]]) -> None:
    """Post one private message per member of the secretariat, kind and day. The first worker to see it posts."""
    if not any(found.values()):
        return
    day = arena.find_day(store.now).isoformat()
    for person in await store.people.list_secretariat():
        for kind, lines in sorted(found.items()):
            if lines:
                notice = AuditNotice(kind, len(lines), tuple(line[:200] for line in lines[:MOST_LINES]))
                key = f"audit:{kind}:{day}:{person.id}"
                await outgoing.post_to_person(store, person, notice, key=key)


@router.card(AuditNotice)
async def draw_audit_card(view: View[AuditNotice]) -> Card | None:
    say, kind, count = view.say, view.args.kind, view.args.count
    title, what = explain_audit_finding(say, kind, count)
    parts: list[Part] = [Text(what), Item(say("For whoever runs the bot"), "\n".join(view.args.lines))]
    row = [Button(say("Administer"), "admin.show")]
    if kind.startswith("deliveries."):
        row.append(Button(say("Has it arrived?"), "admin.deliveries"))
    return Card(title, (*parts, Buttons(tuple(row))))


def explain_audit_finding(say: Say, kind: str, count: int) -> tuple[str, str]:
    """Return what is wrong, and what to do about it."""
    match kind:
        case "deliveries.overdue":
            title = say.many("{n} message is late", "{n} messages are late", count)
            what = say("They should have been sent but have not. Ask whoever runs the bot whether a worker is running.")
        case "deliveries.away":
            title = say.many("{n} message waits for its platform", "{n} messages wait for their platform", count)
            what = say("The chat platform is not responding. They will be sent automatically when it does.")
        case "deliveries.stuck":
            title = say.many("{n} message is stuck", "{n} messages are stuck", count)
            what = say(
                "A worker stopped before it had finished with them. Ask whoever runs the bot whether another worker"
                " is running."
            )
        case "deliveries.unknown":
            title = say.many("{n} message may not have arrived", "{n} messages may not have arrived", count)
            what = say(
                "I keep trying to reach the chat platform. If this goes on, ask whoever runs the bot to run “check”."
            )
        case "deliveries.double":
            title = say.many("{n} message went out twice", "{n} messages went out twice", count)
            what = say("I delete the later one where the platform allows it. If anyone asks, tell them it was the bot.")
        case "questions.unpublished":
            title = say.many("{n} question has not been sent yet", "{n} questions have not been sent yet", count)
            what = say(
                "They were accepted, but no room has them. Check whether the rooms of their topics can be reached."
            )
        case "reminders":
            title = say.many("{n} meeting has no reminders", "{n} meetings have no reminders", count)
            what = say("They start within 24 hours. Tell those who are expected, and whoever runs the bot.")
        case _:
            title = say.many("{n} thing is stuck", "{n} things are stuck", count)
            what = say("The check “{kind}” found them. Ask whoever runs the bot to look at it.", kind=kind)
    return title, what
