"""Report: a member tells the secretariat, and nobody else, that something is out of place."""

from __future__ import annotations

from handlers.access import vacancy
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text, note
from handlers.chat.events import Submission
from handlers.chat.records import Moderable, moderations
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten, signature
from handlers.moderation import grounds
from handlers.moderation.items import find_moderable, find_visible_moderable
from storage.moderation.reports import Report

router = Router()
#: characters of the line
LONGEST = 300


async def form(turn: Turn, item: Moderable) -> Form:
    """One optional line; under a question also which of its answers is meant, of comments which of them."""
    say, fields = turn.say, await which(turn, item)
    hint = say("Only the secretariat reads this. You may leave it empty.")
    fields.append(Field("why", say("What is wrong?"), "line", "", hint, required=False, most=LONGEST))
    words = shorten(item.text, 200)
    return Form(say("Report"), "moderation.report", tuple(fields), say("Send"), item.value, note=words)


async def which(turn: Turn, item: Moderable) -> list[Field]:
    """A choice, where there is one."""
    beside = await _beside(turn, item)
    if item.value not in dict(beside):
        beside.insert(0, (item.value, _capital(item.name(turn.say))))
    if len(beside) < 2:
        return []
    return [Field("about", turn.say("What is it about?"), "choice", item.value, options=tuple(beside))]


async def pointed(turn: Turn, item: Moderable, about: str) -> Moderable:
    """What was chosen there."""
    return await find_visible_moderable(turn, about) if about in dict(await _beside(turn, item)) else item


async def _beside(turn: Turn, item: Moderable) -> list[tuple[str, str]]:
    """Each with its author and the beginning of its text."""
    beside = await moderations()[item.kind].list_beside(turn.store, item.row)
    return [(one.value, f"{await one.by(turn.store, turn.say)}: {shorten(one.text, 50)}") for one in beside]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@router.on(Submission, "moderation.report")
async def report(event: Submission, turn: Turn) -> Reply:
    """Once for each person and item that is not settled."""
    say, store = turn.say, turn.store
    item = await pointed(turn, await find_visible_moderable(turn, event.value), event.text("about"))
    if any(known.by_id == turn.person.id for known in await store.reports.about(item.kind, item.row.id)):
        text = await vacancy.tell_kept(store, say, say("The secretariat has it."))
        return note(f"{say('You have reported it already.')} {text}")
    why = event.text("why")[:LONGEST]
    new = await store.reports.add(Report(kind=item.kind, record_id=item.row.id, by_id=turn.person.id, why=why))
    await tell(turn, new)
    text = await vacancy.tell_kept(store, say, say("The secretariat has it."))
    return note(f"{text} {say('Nobody else sees your report.')}")


async def tell(turn: Turn, report: Report) -> None:
    """Each of the secretariat, on a card that follows what becomes of it."""
    for person in await turn.store.people.secretariat():
        key = f"report:{report.id}:{person.id}"
        args = {"report": report.id}
        about = subject(report.kind, report.record_id)
        await outgoing.to_person(turn.store, person, "moderation.reported", args, key=key, subject=about)


def subject(kind: str, id: int) -> str:
    """Of the secretariat's cards about one record."""
    return f"report:{kind}:{id}"


@router.card("moderation.reported")
async def draw(view: View) -> Card | None:
    report, store, say = await view.store.reports.find(view["report"]), view.store, view.say
    item = await find_moderable(store, report.kind, report.record_id) if report else None
    if report is None or item is None or view.person is None or not view.person.secretariat:
        return None
    name = item.name(say)
    title = say("The author wants {item} back", item=name) if report.objection else say("{item} is reported", item=name)
    by = await signature(store, report.by_id, None, say)
    parts: list[Part] = [Quote(shorten(item.text, 500), await item.by(store, say))]
    if report.settled_at is None:
        said = report.why or say("No reason was given.")
        parts += [Text(say("What is wrong?") if not report.objection else say("Why?"), "strong"), Quote(said, by)]
    parts += await standing(view, item, report)
    return Card(title[:1].upper() + title[1:], tuple(parts))


async def standing(view: View, item: Moderable, report: Report) -> list[Part]:
    """What can be done, or what was done and by whom."""
    store, say = view.store, view.say
    hiding = await store.hidings.of(item.kind, item.row.id)
    row: list[Button] = []
    parts: list[Part] = []
    if hiding is not None:
        by = await store.people.find(hiding.hidden_by_id)
        name, day = by.name if by else say("the secretariat"), say.day(hiding.hidden_at)
        why = grounds.name(say, hiding.ground)
        parts.append(Text(say("Hidden by {name}, {day}: {ground}.", name=name, day=day, ground=why), "subtle"))
        row.append(Button(say("Restore"), "moderation.restore", item.value))
    elif report.settled_at is None:
        row.append(Button(say("Hide"), "moderation.hide", item.value, "primary"))
    if report.settled_at is None:
        row.append(Button(say("Leave it"), "moderation.leave", item.value))
    else:
        by = await store.people.find(report.settled_by_id)
        name = by.name if by else say("the secretariat")
        parts.append(Text(say("{name} has decided on it.", name=name), "subtle"))
    return [*parts, Buttons(tuple(row))] if row else parts
