"""Report a record: a member tells the secretariat, and nobody else, that it is out of place."""

from __future__ import annotations

from handlers.access import secretariat_vacancy
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text, build_text_reply
from handlers.chat.events import Submission
from handlers.chat.record_kinds import list_moderations
from handlers.chat.record_moderation import Moderable
from handlers.chat.rich_text.plain_text import cut_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.moderation import record_hiding
from handlers.moderation.moderable_lookup import find_moderable, find_visible_moderable
from storage.moderation.reports import Report

router = Router()
LONGEST_REASON = 300


class ReportedRecordCard(CardArguments, frozen=True):
    template = "moderation.reported"
    for_secretariat = True

    report: int


async def draw_report_form(turn: Turn, item: Moderable) -> Form:
    """Draw a form with one optional line.

    Under a question it also asks which of its answers is meant, under comments which of them.
    """
    say, fields = turn.say, await draw_record_choice(turn, item)
    hint = say("Only the secretariat reads this. You may leave it empty.")
    fields.append(Field("why", say("What is wrong?"), "line", "", hint, required=False, most=LONGEST_REASON))
    words = shorten_text(item.text, 200)
    return Form(say("Report"), "moderation.report", tuple(fields), say("Send"), item.value, note=words)


async def draw_record_choice(turn: Turn, item: Moderable) -> list[Field]:
    """Draw the choice of the record that is meant, where there are several."""
    beside = await _list_alternatives_with_author(turn, item)
    if item.value not in dict(beside):
        beside.insert(0, (item.value, capitalise_first_letter(item.name(turn.say))))
    if len(beside) < 2:
        return []
    return [Field("about", turn.say("What is it about?"), "choice", item.value, options=tuple(beside))]


async def find_chosen_record(turn: Turn, item: Moderable, about: str) -> Moderable:
    """Return the record that was chosen in the form, else the one of the form."""
    return (
        await find_visible_moderable(turn, about)
        if about in dict(await _list_alternatives_with_author(turn, item))
        else item
    )


async def _list_alternatives_with_author(turn: Turn, item: Moderable) -> list[tuple[str, str]]:
    """List the alternatives, each with its author and the beginning of its text."""
    beside = await list_moderations()[item.kind].list_alternatives(turn.store, item.row)
    return [(one.value, f"{await one.by(turn.store, turn.say)}: {shorten_text(one.text, 50)}") for one in beside]


@router.on(Submission, "moderation.report")
async def on_moderation_report(event: Submission, turn: Turn) -> Reply:
    """Store the report, once for each person and record that is not settled."""
    say, store = turn.say, turn.store
    item = await find_chosen_record(turn, await find_visible_moderable(turn, event.value), event.get_text("about"))
    if any(
        known.by_id == turn.person.id for known in await store.reports.list_open_reports_about(item.kind, item.row.id)
    ):
        text = await secretariat_vacancy.describe_kept_by_secretariat(
            store, say, say("The secretariat has received it.")
        )
        return build_text_reply(f"{say('You have reported it already.')} {text}")
    why = event.get_text("why")[:LONGEST_REASON]
    new = await store.reports.add(Report(kind=item.kind, record_id=item.row.id, by_id=turn.person.id, why=why))
    await notify_report(turn, new)
    text = await secretariat_vacancy.describe_kept_by_secretariat(store, say, say("The secretariat has received it."))
    return build_text_reply(f"{text} {say('Nobody else sees your report.')}")


async def notify_report(turn: Turn, report: Report) -> None:
    """Post a card to each of the secretariat, which follows what is decided."""
    for person in await turn.store.people.list_secretariat():
        key = f"report:{report.id}:{person.id}"
        about = build_report_subject(report.kind, report.record_id)
        await outgoing.post_to_person(turn.store, person, ReportedRecordCard(report.id), key=key, subject=about)


def build_report_subject(kind: str, id: int) -> str:
    """Return the subject of the secretariat's cards about one record."""
    return f"report:{kind}:{id}"


@router.card(ReportedRecordCard)
async def draw_moderation_report(view: View[ReportedRecordCard]) -> Card | None:
    report, store, say = await view.store.reports.find(view.args.report), view.store, view.say
    item = await find_moderable(store, report.kind, report.record_id) if report else None
    if report is None or item is None:
        return None
    name = item.name(say)
    title = say("The author wants {item} back", item=name) if report.objection else say("{item} is reported", item=name)
    by = await format_signature(store, report.by_id, None, say)
    parts: list[Part] = [Quote(cut_markup(item.text, 500), await item.by(store, say))]
    if report.settled_at is None:
        said = report.why or say("No reason was given.")
        parts += [Text(say("What is wrong?") if not report.objection else say("Why?"), "strong"), Quote(said, by)]
    parts += await draw_report_status(view, item, report)
    return Card(capitalise_first_letter(title), tuple(parts))


async def draw_report_status(view: View, item: Moderable, report: Report) -> list[Part]:
    """Draw what can be done, or what was done and by whom."""
    store, say = view.store, view.say
    hiding = await store.hidings.find_hiding_in_force(item.kind, item.row.id)
    row: list[Button] = []
    parts: list[Part] = []
    if hiding is not None:
        by = await store.people.find(hiding.hidden_by_id)
        name, day = by.name if by else say("the secretariat"), say.format_day(hiding.hidden_at)
        why = record_hiding.describe_ground(say, hiding.ground)
        parts.append(Text(say("Hidden by {name}, {day}: {ground}.", name=name, day=day, ground=why), "subtle"))
        row.append(Button(say("Restore"), "moderation.restore", item.value))
    elif report.settled_at is None:
        row.append(Button(say("Hide"), "moderation.hide", item.value, "primary"))
    if report.settled_at is None:
        keep = say("Keep it hidden") if hiding is not None else say("Keep it")
        row.append(Button(keep, "moderation.leave", item.value))
    else:
        by = await store.people.find(report.settled_by_id)
        name = by.name if by else say("the secretariat")
        decided = _describe_report_decision(say, item, report, name, hidden=hiding is not None)
        parts += [Text(decided, "subtle")] if decided else []
    return [*parts, Buttons(tuple(row))] if row else parts


def _describe_report_decision(say: Say, item: Moderable, report: Report, name: str, *, hidden: bool) -> str:
    """Describe what was decided on a report or an objection; "" where the line about its hiding says so."""
    if hidden:
        return say("{name} has decided that it stays hidden.", name=name) if report.objection else ""
    if not item.shown:
        return say("Its author has withdrawn it in the meantime.")
    if report.objection:
        return say("{name} has restored it.", name=name)
    return say("{name} has decided that it stays.", name=name)
