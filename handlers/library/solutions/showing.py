"""Show: the badge, the card in the topic's rooms, and the whole record for one person."""

from __future__ import annotations

from datetime import date

from handlers.access.reaches import telling
from handlers.access.rights import leads, may_edit
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten, signature
from handlers.library.solutions import keywords, searching, trials
from handlers.library.solutions.lookup import get_local_day, load_visible_solution
from storage.kit.database import Store
from storage.library.solutions import CIRCLE, CONSENT, DRAFT, HIDDEN, MEMBERS, OPEN, PUBLISHED, RETIRED, Solution

router = Router()


def badge(solution: Solution, say: Say, today: date) -> str:
    """How far it can be trusted, with at most one emoji."""
    if solution.state == RETIRED:
        return say("retired")
    if solution.state == HIDDEN:
        return say("hidden by the secretariat")
    if doubtful(solution, today):
        return say("⚠️ needs check")
    if solution.verified_at is None:
        return say("not verified")
    return say("✅ verified {day}", day=say.day(solution.verified_at))


def doubtful(solution: Solution, today: date) -> bool:
    """A reader doubts it, or its verify-by date is past."""
    late = solution.verify_by is not None and solution.verify_by < today
    return solution.state == PUBLISHED and (solution.doubted_at is not None or late)


async def status(store: Store, solution: Solution, say: Say, today: date) -> str:
    """The badge, with who verified it."""
    mark = badge(solution, say, today)
    person = await store.people.find(solution.verified_by_id)
    if person is None or solution.state != PUBLISHED or doubtful(solution, today):
        return mark
    return say("{badge} by {name}", badge=mark, name=person.name)


def used_by(say: Say, n: int) -> str:
    return say.many("used by {n} organisation", "used by {n} organisations", n) if n else ""


@router.card("solutions.card")
async def draw(view: View) -> Card | None:
    """In the rooms of its topic, redrawn when anything changes."""
    solution, say = await view.store.solutions.find(view["solution"]), view.say
    if solution is None or solution.state in {DRAFT, CONSENT} or solution.level == CIRCLE:
        return None
    if view["sending"] != solution.sendings:  # taken back since: there is nothing to redraw
        return None
    if solution.state == RETIRED:
        gone = say("Solution {code} is retired.", code=solution.code)
        return Card("", (Text(gone, "subtle"),)) if view.delivery.message else None
    if solution.state == HIDDEN:
        hidden = say("The secretariat has hidden solution {code}.", code=solution.code)
        return Card("", (Text(hidden, "subtle"),)) if view.delivery.message else None
    topic = await view.store.topics.find(solution.topic_id)
    name = topic.name(say.language) if topic else ""
    room = view.delivery.room_id
    if room is not None and solution.topic_id not in await view.store.rooms.topics(room):
        moved = say("Solution {code} moved to {topic}.", code=solution.code, topic=name)
        return Card("", (Text(moved, "subtle"),)) if view.delivery.message else None
    id, title = str(solution.id), f"{solution.code} {solution.title}"
    buttons = (*reader_buttons(say, solution), Button(say("Show more"), "solutions.open", id), _more(id))
    tried = await trials.counts(view.store, solution, say)
    parts = (await _line(view, solution, name), *tried, *_core(say, solution, 500), Buttons(buttons))
    return Card(title, parts, summary=f"{title}: {shorten(solution.done, 200)}")


def _more(id: str) -> Button:
    return Button("⋯", "moderation.more", f"solution:{id}")


@router.on(Click, "solutions.open")
async def open_solution(event: Click, turn: Turn) -> Reply:
    """From the list of a search it is remembered after which words, and not by whom."""
    id, searched = searching.opened(event.value)
    solution = await load_visible_solution(turn, id)
    if solution.state == PUBLISHED:
        await searching.chosen(turn, "solution", solution.id, searched)
    return Reply(await whole(turn, solution))


async def whole(turn: Turn, solution: Solution) -> Card:
    """All that is known, for one person, with what that person may do."""
    say, store = turn.say, turn.store
    topic = await store.topics.find(solution.topic_id)
    parts: list[Part] = [await _line(turn, solution, topic.name(say.language) if topic else "")]
    parts += await trials.counts(store, solution, say)
    parts += _core(say, solution, 2000)
    more = (
        (say("Cost and time"), solution.cost_time),
        (say("Preconditions"), solution.preconditions),
        (say("Pitfalls"), solution.pitfall),
        (say("What failed first"), solution.failed),
        (say("Keywords"), keywords.joined(solution.keywords)),
    )
    parts += [Item(label, _cut(text, 1000)) for label, text in more if text]
    parts.append(Facts(await _facts(turn, solution)))
    parts += await _doubts(turn, solution)
    parts += await trials.notes(turn, solution)
    parts += [Text(line, "subtle") for line in await _history(turn, solution)]
    buttons = await _buttons(turn, solution)
    return Card(f"{solution.code} {solution.title}", (*parts, *([Buttons(buttons)] if buttons else [])))


def reader_buttons(say: Say, solution: Solution) -> tuple[Button, ...]:
    id = str(solution.id)
    return (
        Button(say("Used by us"), "solutions.used", id),
        Button(say("We try this"), "solutions.try", id),
        Button(say("No longer true"), "solutions.doubt", id),
    )


def owner_buttons(say: Say, solution: Solution) -> tuple[Button, ...]:
    """What whoever looks after it is asked to press."""
    id = str(solution.id)
    sure = say("Retire {code}? It is no longer found, and its cards say so.", code=solution.code)
    return (
        Button(say("Still true"), "solutions.confirm", id, "primary"),
        Button(say("Change"), "solutions.edit", id),
        Button(say("Retire"), "solutions.retire", id, confirm=sure),
    )


def level_name(say: Say, level: str) -> str:
    names = {OPEN: say("Open: guests too"), MEMBERS: say("Members"), CIRCLE: say("Circle: owner and secretariat")}
    return names.get(level, level)


def maturity_name(say: Say, maturity: str) -> str:
    return dict(maturities(say)).get(maturity, maturity)


def maturities(say: Say) -> tuple[tuple[str, str], ...]:
    in_use = (("operating", say("In operation")), ("closed", say("Closed down")))
    return (("idea", say("Idea")), ("pilot", say("Pilot")), *in_use)


async def _line(at: Turn | View, solution: Solution, topic: str) -> Text:
    """Topic, park, badge and use in one subtle line."""
    mark = await status(at.store, solution, at.say, get_local_day(at))
    n = await at.store.solutions.uses(solution.id)
    return Text(" · ".join(filter(None, (topic, solution.park, mark, used_by(at.say, n)))), "subtle")


def _core(say: Say, solution: Solution, most: int) -> list[Part]:
    rows = (
        (say("Problem"), solution.problem),
        (say("What was done"), solution.done),
        (say("Result"), solution.result),
        (say("Contact"), solution.contact),
    )
    return [Item(label, _cut(text, most)) for label, text in rows if text]


def _cut(text: str, most: int) -> str:
    """With its lines where it is short enough."""
    return text if len(text) <= most else shorten(text, most)


async def _facts(turn: Turn, solution: Solution) -> tuple[tuple[str, str], ...]:
    say = turn.say
    owner = await turn.store.people.find(solution.owner_id)
    author = await turn.store.people.find(solution.author_id)
    seen = level_name(say, solution.level)
    if solution.reach_id is not None:
        seen = await telling.name(turn.store, await turn.store.reaches.find(solution.reach_id), say)
    rows = (
        (say("Maturity"), maturity_name(say, solution.maturity)),
        (say("Who sees it"), seen),
        (say("Owner"), owner.name if owner else say("the secretariat")),
        (say("Written by"), author.name if author else ""),
        (say("Dated"), say.day(solution.dated) if solution.dated else ""),
        (say("To be verified by"), say.day(solution.verify_by) if solution.verify_by else ""),
    )
    return tuple((label, text) for label, text in rows if text)


async def _doubts(turn: Turn, solution: Solution) -> list[Part]:
    """Readers see that it is doubted; whoever looks after it sees why."""
    open_ones = await turn.store.solutions.doubts(solution.id)
    if not open_ones:
        return []
    n, say = len(open_ones), turn.say
    parts: list[Part] = [Text(say.many("{n} person says it no longer holds.", "{n} people say it no longer holds.", n))]
    for doubt in open_ones[:3] if may_edit(turn.person, solution) else ():
        by = await signature(turn.store, doubt.person_id, None, turn.say)
        parts.append(Item(by, shorten(doubt.reason, 300)))
    return parts


async def _history(turn: Turn, solution: Solution) -> list[str]:
    """Who changed it and when, newest first."""
    lines = []
    for old in await turn.store.solutions.versions(solution.id, 3):
        by = await turn.store.people.find(old.changed_by_id)
        name = by.name if by else turn.say("the secretariat")
        day = turn.say.day(old.changed_at)
        lines.append(turn.say("Version {n}: {day}, {name}", n=old.version + 1, day=day, name=name))
    return lines


async def _buttons(turn: Turn, solution: Solution) -> tuple[Button, ...]:
    say, id, row = turn.say, str(solution.id), []
    if solution.state == PUBLISHED and not turn.person.guest:
        row += await _of_reader(turn, solution)
    if solution.state == PUBLISHED and may_edit(turn.person, solution):
        still, edit, retire = owner_buttons(say, solution)
        row += [still] if doubtful(solution, get_local_day(turn)) else []
        row += [edit, Button(say("Add more"), "solutions.extend", id)]
        row += [Button(say("Who may see it"), "solutions.reach", id), retire]
        row += [Button(say("Deliveries"), "deliveries.show", f"solution:{id}")] if solution.level != CIRCLE else []
    if solution.state == RETIRED and may_edit(turn.person, solution):
        row.append(Button(say("Bring back"), "solutions.restore", id))
    if solution.state == PUBLISHED and await leads(turn, solution.topic_id):
        row.append(Button(say("Keywords"), "searches.keywords", f"solution:{id}"))
    if solution.version > 1:
        row.append(Button(say("Versions"), "solutions.versions", id))
    if solution.state == PUBLISHED or (solution.state == HIDDEN and turn.person.secretariat):
        row.append(_more(id))
    if solution.state in {PUBLISHED, RETIRED, HIDDEN} and turn.person.id in {solution.owner_id, solution.author_id}:
        sure = say("Delete the text of {code} everywhere? This cannot be undone.", code=solution.code)
        row.append(Button(say("Delete"), "solutions.delete", id, "danger", confirm=sure))
    return tuple(row)


async def _of_reader(turn: Turn, solution: Solution) -> list[Button]:
    """Without what they have said already; who tries it may stop."""
    store, id = turn.store, solution.id
    used, tries, doubt = reader_buttons(turn.say, solution)
    trial = await store.trials.by(id, turn.person.id)
    if trial is not None and not trial.outcome:
        tries = Button(turn.say("We no longer try it"), "solutions.try_not", str(trial.id))
    return [tries, doubt] if await store.solutions.has_used(id, turn.person.id) else [used, tries, doubt]
