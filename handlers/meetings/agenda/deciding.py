"""Decide: whoever runs the meeting takes a wish up or says why not, and adds items of their own."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text, note
from handlers.chat.edits import next_version
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings.agenda import showing, words
from handlers.meetings.agenda.changes import changed
from handlers.meetings.agenda.forms import fields, owner_chosen, owner_field, wanted
from handlers.meetings.agenda.lookup import load_item_to_run, load_visible_sitting, need_open_agenda
from handlers.meetings.agenda.numbering import number_in_order
from handlers.meetings.audience import need_run
from handlers.meetings.sittings import Sitting, sitting
from handlers.moderation.competition import hint
from storage.kit.database import Store
from storage.meetings.agenda import ACCEPTED, OTHER, PROPOSED, REFUSED, AgendaItem

router = Router()
#: characters of a reason
REASON = 500


@router.on(Click, "agenda.accept")
async def accept(event: Click, turn: Turn) -> Reply:
    item, found = await load_item_to_run(turn, event.value)
    if item.state not in (PROPOSED, REFUSED):
        return note(turn.say("It is decided on already."), replace=True)
    await _need_open_to_all(turn, item)
    await take_up(turn.store, found, item)
    await number_in_order(turn.store, found)
    await changed(turn, found, item)
    await tell(turn, item, "accepted")
    return Reply(await showing.personal_card(turn.store, found, turn.say, turn.person), replace=event.direct)


async def _need_open_to_all(turn: Turn, item: AgendaItem) -> None:
    """An agenda is read by more than those who may see what the item is about, if only some may by now."""
    issue, question = await turn.store.issues.find(item.issue_id), await turn.store.questions.find(item.question_id)
    if issue is not None and issue.reach_id is not None:
        raise UserError(turn.say("Only some may see {code}, and an agenda is read by all.", code=issue.code))
    if question is not None and question.reach_id is not None:
        raise UserError(turn.say("Only some may see question {id}, and an agenda is read by all.", id=question.number))


async def take_up(store: Store, sitting: Sitting, item: AgendaItem) -> None:
    """With a number for ever, before any other business. Call it with the occurrence locked."""
    items = list(await store.agenda.of(sitting.id))
    at = len(items)
    while item.kind != OTHER and at and items[at - 1].kind == OTHER:
        at -= 1
    for position, other in enumerate((*items[:at], item, *items[at:])):
        other.position = position
    if item.number is None:
        item.year = sitting.starts.year % 100
        item.number = await store.agenda.next_number(item.year)
    item.state, item.why, item.version = ACCEPTED, "", next_version(item.version, store.now)


@router.on(Click, "agenda.refuse", opens=True)
async def ask_why(event: Click, turn: Turn) -> Reply:
    item, _ = await load_item_to_run(turn, event.value, lock=False)
    if item.state != PROPOSED:
        raise UserError(turn.say("It is decided on already."))
    why = Field("why", turn.say("Why?"), "text", hint=turn.say("The proposer reads this."), most=REASON)
    title = turn.say("Do not take up")
    return Reply(form=Form(title, "agenda.refuse", (why,), turn.say("Send"), str(item.id), note=item.title))


@router.on(Submission, "agenda.refuse")
async def refuse(event: Submission, turn: Turn) -> Reply:
    item, _ = await load_item_to_run(turn, event.value)
    why = event.text("why")
    if not why:
        raise UserError("", {"why": turn.say("Say in a few words why.")})
    if item.state != PROPOSED:
        raise UserError(turn.say("It is decided on already."))
    item.state, item.why, item.version = REFUSED, why[:REASON], next_version(item.version, turn.now)
    await tell(turn, item, "refused")
    text = turn.say("Not taken up. The proposer is told why.")
    return Reply(Card("", (Text(text), *hint(turn.say, why))))


@router.on(Click, "agenda.add", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value, lock=False)
    await need_run(turn, found.meeting)
    await need_open_agenda(turn, found)
    inputs = (*fields(turn.say), await owner_field(turn, None))
    return Reply(form=Form(turn.say("Add an item"), "agenda.add", inputs, turn.say("Add"), str(found.id)))


@router.on(Submission, "agenda.add")
async def add(event: Submission, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value)
    await need_run(turn, found.meeting)
    await need_open_agenda(turn, found)
    want = wanted(turn, event)
    owner_id = await owner_chosen(turn, event, found)
    item = AgendaItem(occurrence_id=found.id, owner_id=owner_id, proposed_by_id=turn.person.id)
    want.write(item)
    await take_up(turn.store, found, item)
    await turn.store.agenda.add(item)
    await number_in_order(turn.store, found)
    await changed(turn, found, item)
    card = await showing.personal_card(turn.store, found, turn.say, turn.person)
    hinted = hint(turn.say, f"{item.title}\n{item.text}")
    return Reply(Card(card.title, (*hinted, *card.parts)))


async def tell(turn: Turn, item: AgendaItem, what: str) -> None:
    """The proposer, unless they did it themselves, that it is "accepted", "refused" or "taken_off"."""
    proposer = await turn.store.people.find(item.proposed_by_id)
    if proposer is None or proposer.id == turn.person.id or proposer.guest:
        return
    args, key = {"item": item.id, "what": what}, f"agenda:item:{item.id}:{what}:{item.version}"
    # the number that it names may become another one until the agenda is sent
    about = showing.subject(item.occurrence_id)
    await outgoing.to_person(turn.store, proposer, "agenda.decided", args, key=key, subject=about)


@router.card("agenda.decided")
async def draw(view: View) -> Card | None:
    """To the proposer, in the words of what it has come to by now."""
    item, say = await view.store.agenda.find(view["item"]), view.say
    found = await sitting(view.store, item.occurrence_id) if item else None
    if item is None or found is None:
        return None
    agenda = Button(say("Agenda"), "agenda.show", str(found.id))
    if view["what"] == "accepted":
        if item.number is None or item.state == REFUSED:
            return None
        text = say(
            "«{item}» is on the agenda of {title} as {number}.",
            item=item.title,
            title=found.title,
            number=words.number(say, item),
        )
        return Card(
            "", (Text(text), Text(say.when(found.occurrence.start_at, zone=found.zone), "subtle"), Buttons((agenda,)))
        )
    if view["what"] == "refused" and item.state != REFUSED:
        return None
    if view["what"] == "refused":
        text = say("«{item}» is not taken up on {title}.", item=item.title, title=found.title)
    else:
        text = say("«{item}» is taken off the agenda of {title}.", item=item.title, title=found.title)
    why: list[Part] = [Text(say("Reason: {why}", why=item.why))] if item.why else []
    return Card("", (Text(text), *why, Buttons((agenda,))))
