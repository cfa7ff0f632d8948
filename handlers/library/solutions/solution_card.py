"""Draw a solution: the card in rooms of its topic, and the full record for one person."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access.rights import may_edit_solution
from handlers.access.visibility import audience_texts
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Text
from handlers.chat.label_ends import join_label
from handlers.chat.rich_text.plain_text import cut_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, RenderContext, View
from handlers.directory.display_names import format_signature
from handlers.library.pictures import picture_album
from handlers.library.pictures.page_pictures import build_picture_address
from handlers.library.solutions import keywords, trial_results
from handlers.library.solutions.publication import SolutionCard
from handlers.library.solutions.solution_actions import (
    draw_reader_buttons,
    draw_solution_actions,
    draw_solution_report_button,
)
from handlers.library.solutions.solution_badge import describe_solution_status, describe_use_count
from storage.library.solution_feedback import SolutionDoubt
from storage.library.solutions import CIRCLE, CONSENT, DRAFT, HIDDEN, MEMBERS, OPEN, RETIRED, Solution

router = Router()
#: maximum number of characters of a field where all are not shown whole, and of all fields where they are
SHORT, WHOLE = 90, 600
#: numbers of facts and of remarks on a card that has no room for all: the first ones
MAIN_FACTS, MAIN_REMARKS = 3, 2


@router.card(SolutionCard)
async def draw_solution_card(view: View[SolutionCard]) -> Card | None:
    """Draw the card in rooms of the topic; it is redrawn after every change."""
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None or solution.state in {DRAFT, CONSENT} or solution.level == CIRCLE:
        return None
    if view.args.sending != solution.sendings:  # withdrawn since: nothing to redraw
        return None
    if solution.state == RETIRED:
        gone = say("Solution {code} is retired.", code=solution.code)
        return Card("", (Text(gone, "subtle"),)) if view.delivery.was_told else None
    if solution.state == HIDDEN:
        hidden = say("The secretariat has hidden solution {code}.", code=solution.code)
        return Card("", (Text(hidden, "subtle"),)) if view.delivery.was_told else None
    topic = await view.store.topics.find(solution.topic_id)
    name = topic.get_name(say.language) if topic else ""
    room = view.delivery.room_id
    if room is not None and solution.topic_id not in await view.store.rooms.list_room_topic_ids(room):
        moved = say("Solution {code} moved to {topic}.", code=solution.code, topic=name)
        return Card("", (Text(moved, "subtle"),)) if view.delivery.was_told else None
    id, title = str(solution.id), f"{solution.code} {solution.title}"
    buttons = (
        *draw_reader_buttons(say, solution),
        Button(say("Show more"), "solutions.open", id),
        *await _draw_picture_link(view, solution),
        draw_solution_report_button(say, solution.id),
    )
    tried = await trial_results.draw_trial_counts(view.store, solution, say)
    parts = (
        await _draw_solution_summary(view, solution, name),
        *tried,
        *_draw_core_fields(say, solution, SHORT),
        Buttons(buttons),
    )
    return Card(title, parts, summary=join_label(title, shorten_text(solution.done, 200)))


async def draw_full_solution(at: ReaderContext, solution: Solution) -> Card:
    """Draw all fields of the solution for one person, with the actions that this person may take."""
    say, store = at.say, at.store
    topic = await store.topics.find(solution.topic_id)
    parts: list[Part] = [await _draw_solution_summary(at, solution, topic.get_name(say.language) if topic else "")]
    parts += await trial_results.draw_trial_counts(store, solution, say)
    more = list_further_fields(say, solution)
    doubts = await store.solutions.list_open_doubts(solution.id)
    remarks = await list_solution_remarks(at, solution, doubts)
    is_long = bool(doubts or remarks) or sum(len(text) for _, text in (*list_core_fields(say, solution), *more)) > WHOLE
    parts += _draw_core_fields(say, solution, SHORT if is_long else WHOLE)
    parts += [Item(label, text, marked=True) for label, text in more if not is_long]
    facts = await list_solution_facts(at, solution)
    parts.append(Facts(facts[:MAIN_FACTS] if is_long else facts))
    parts += [*_draw_doubt_count(say, doubts), *remarks[:MAIN_REMARKS]]
    parts += [Text(line, "subtle") for line in await _describe_version_history(at, solution) if not is_long]
    read = (Button(say("The whole text"), "solutions.text", str(solution.id)),) if is_long else ()
    actions = await draw_solution_actions(at, solution)
    pictures = await picture_album.draw_album_button(at, solution)
    buttons = (*actions[:1], *read, *pictures, *actions[1:])
    return Card(f"{solution.code} {solution.title}", (*parts, *([Buttons(buttons)] if buttons else [])))


async def _draw_picture_link(view: View[SolutionCard], solution: Solution) -> tuple[Button, ...]:
    """Draw a link to the first picture, for those in the room of the card."""
    room_id = view.delivery.room_id or 0
    for picture in await view.store.solution_pictures.list_kept_pictures(solution.id):
        url = build_picture_address(view.arena, picture.id, view.now, room_id=room_id) if room_id else ""
        return (Button(view.say("See the picture"), url=url),) if url else ()
    return ()


def describe_level(say: Say, level: str) -> str:
    names = {OPEN: say("Open: guests too"), MEMBERS: say("Members"), CIRCLE: say("Circle: owner and secretariat")}
    return names.get(level, level)


def describe_maturity(say: Say, maturity: str) -> str:
    return dict(list_maturity_options(say)).get(maturity, maturity)


def list_maturity_options(say: Say) -> tuple[tuple[str, str], ...]:
    in_use = (("operating", say("In operation")), ("closed", say("Closed down")))
    return (("idea", say("Idea")), ("pilot", say("Pilot")), *in_use)


async def _draw_solution_summary(at: RenderContext, solution: Solution, topic: str) -> Text:
    """Draw topic, park, badge and use count in one subtle line."""
    mark = await describe_solution_status(at.store, solution, at.say, at.today)
    n = await at.store.solutions.count_solution_uses(solution.id)
    return Text(" · ".join(filter(None, (topic, solution.park, mark, describe_use_count(at.say, n)))), "subtle")


def _draw_core_fields(say: Say, solution: Solution, most: int) -> list[Part]:
    return [Item(label, cut_markup(text, most), marked=True) for label, text in list_core_fields(say, solution)]


def list_core_fields(say: Say, solution: Solution) -> list[tuple[str, str]]:
    """Return label and text of what every solution says."""
    rows = (
        (say("Problem"), solution.problem),
        (say("What was done"), solution.done),
        (say("Result"), solution.result or say("Not written yet.")),
        (say("Contact"), solution.contact),
    )
    return [(label, text) for label, text in rows if text]


def list_further_fields(say: Say, solution: Solution) -> list[tuple[str, str]]:
    """Return label and text of what may be added to a solution."""
    rows = (
        (say("Cost and time"), solution.cost_time),
        (say("Preconditions"), solution.preconditions),
        (say("Pitfalls"), solution.pitfall),
        (say("What failed first"), solution.failed),
        (say("Keywords"), keywords.format_keywords(solution.keywords)),
    )
    return [(label, text) for label, text in rows if text]


async def list_solution_facts(at: ReaderContext, solution: Solution) -> tuple[tuple[str, str], ...]:
    """Return label and text of what is known about the solution, the most needed first."""
    say = at.say
    owner = await at.store.people.find(solution.owner_id)
    author = await at.store.people.find(solution.author_id)
    seen = describe_level(say, solution.level)
    if solution.reach_id is not None:
        seen = await audience_texts.describe_audience(at.store, await at.store.audiences.find(solution.reach_id), say)
    rows = (
        (say("Who sees it"), seen),
        (say("Owner"), owner.name if owner else say("the secretariat")),
        (say("To be verified by"), say.format_day(solution.verify_by) if solution.verify_by else ""),
        (say("Maturity"), describe_maturity(say, solution.maturity)),
        (say("Written by"), author.name if author else ""),
        (say("Date"), say.format_day(solution.dated) if solution.dated else ""),
    )
    return tuple((label, text) for label, text in rows if text)


def _draw_doubt_count(say: Say, doubts: Sequence[SolutionDoubt]) -> list[Part]:
    n = len(doubts)
    said = say.many("{n} person says it is no longer true.", "{n} people say it is no longer true.", n)
    return [Text(said)] if n else []


async def list_solution_remarks(
    at: ReaderContext, solution: Solution, doubts: Sequence[SolutionDoubt], most: int = SHORT
) -> list[Item]:
    """Return the reasons of doubts and the notes on trials, newest first, for whoever looks after the solution."""
    if not may_edit_solution(at.person, solution):
        return []
    found = []
    for doubt in reversed(doubts):
        by = await format_signature(at.store, doubt.person_id, None, at.say)
        found.append(Item(by, shorten_text(doubt.reason, most)))
    return [*found, *await trial_results.draw_trial_notes(at, solution, most)]


async def _describe_version_history(at: ReaderContext, solution: Solution) -> list[str]:
    """Describe who changed the solution and when, newest first."""
    lines = []
    for old in await at.store.solutions.list_solution_versions(solution.id, 3):
        by = await at.store.people.find(old.changed_by_id)
        name = by.name if by else at.say("the secretariat")
        day = at.say.format_day(old.changed_at)
        lines.append(at.say("Version {n}: {day}, {name}", n=old.version + 1, day=day, name=name))
    return lines
