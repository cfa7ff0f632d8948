"""Show: an issue in a line, in its own words, and whole, with who supports it and what one may do."""

from __future__ import annotations

from datetime import date

from handlers.access.reaches import telling
from handlers.access.rights import may
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Telling, Turn, View
from handlers.directory.naming import shorten, signature
from handlers.meetings.agenda import origins
from handlers.policy.issues import buttons, evidence, histories, words
from handlers.policy.issues.lookup import list_issue_ties, load_visible_issue
from storage.directory.organisations import Organisation
from storage.policy.issues import CHECK, DRAFT, OPEN, PUBLIC, REPLACED, Issue

router = Router()


def today(at: Telling) -> date:
    """The day in the arena's time zone."""
    return at.now.astimezone(at.arena.zone).date()


async def state_line(at: Telling, issue: Issue) -> str:
    """State, fields, deadline and what is next, in one line."""
    say = at.say
    line = [words.states(say)[issue.state]]
    if words.is_stale(issue, at.now) and issue.news_at is not None:
        line.append(say("⚠️ no news since {day}", day=say.day(issue.news_at)))
    line.append(await words.topic_names(at.store, await at.store.issues.topics(issue.id), say))
    if issue.deadline is not None:
        line.append(say("deadline {day}", day=say.day(issue.deadline)))
    if issue.version > 1:
        line.append(say("version {n}", n=issue.version))
    return " · ".join(filter(None, line))


async def core(at: Turn | View, issue: Issue, most: int = 600) -> list[Part]:
    """What it says, and to whom."""
    say = at.say
    rows = (
        (say("Problem"), issue.problem),
        (say("Who is hit"), issue.affected),
        (say("Wanted change"), issue.wanted),
    )
    parts: list[Part] = [Text(await state_line(at, issue), "subtle")]
    parts += [Item(label, text if len(text) <= most else shorten(text, most)) for label, text in rows if text]
    facts = [(say("Addressed to"), words.addressee(say, issue))]
    house = await at.store.organisations.find(issue.organisation_id)
    if house is not None:
        facts.append((say("Raised by"), house.name))
    if issue.reach_id is not None:
        reach = await at.store.reaches.find(issue.reach_id)
        facts.append((say("Who sees it"), await telling.name(at.store, reach, say)))
    return [*parts, Facts(tuple(facts))]


async def standing(at: Turn | View, issue: Issue) -> list[Part]:
    """How many support it, for which text, and how it ended."""
    say, said = at.say, await at.store.supports.of(issue.id)
    parts: list[Part] = [Text(words.counted(say, said), "strong")]
    follow = words.followed(say, (await at.store.interests.counts([issue.id])).get(issue.id, 0))
    parts += [Text(follow, "subtle")] if follow else []
    older = sum(support.version < issue.version for support, _ in said)
    if older:
        text = say.many(
            "{n} organisation has spoken of an earlier version, and not of this one.",
            "{n} organisations have spoken of an earlier version, and not of this one.",
            older,
        )
        parts.append(Text(text, "subtle"))
    if issue.outcome and issue.state not in OPEN:
        parts.append(Item(say("What came of it"), issue.outcome))
    other = await at.store.issues.find(issue.other_id) if issue.state == REPLACED else None
    if other is not None:
        named = other.title if other.reach_id in (None, issue.reach_id) else ""  # others may see this one
        parts.append(Text(say("{code} stands in its place: {title}", code=other.code, title=named)))
    before = await at.store.issues.replaced_by(issue.id)
    if before:
        parts.append(
            Text(say("Stands in the place of {codes}.", codes=say.listed([one.code for one in before])), "subtle")
        )
    items = await at.store.agenda.of_issue(issue.id)
    return parts + await origins.of_items(at.store, items, say, at.person)


async def word_of(at: Turn | View, issue: Issue, house: Organisation) -> list[Part]:
    """What an organisation has said of this text; the buttons where it has said nothing."""
    support = await at.store.supports.find(issue.id, house.id)
    parts: list[Part] = []
    if support is not None:
        by = await signature(at.store, support.person_id, None, at.say)
        said = f"{house.name}: {words.stances(at.say)[support.stance]} ({by})"
        if support.version < issue.version:
            said = f"{said}, {at.say('for version {n}', n=support.version)}"
        parts.append(Text(said))
    if issue.state not in OPEN:
        parts.append(Text(at.say("{code} is closed. What was said of it stays as it is.", code=issue.code), "subtle"))
    elif support is None or support.version < issue.version:
        parts.append(Buttons(buttons.stances(at.say, issue, house.id)))
    return parts


@router.on(Click, "issues.open")
async def open_issue(event: Click, turn: Turn) -> Reply:
    return Reply(await whole(turn, await load_visible_issue(turn, event.value)))


async def whole(turn: Turn, issue: Issue) -> Card:
    """All that is known, for one person, with what that person may do."""
    parts = await core(turn, issue, 2000)
    if issue.state == DRAFT:
        parts.insert(0, Text(turn.say("Only you see it until you send it."), "subtle"))
        if issue.why:
            parts.append(Text(turn.say("Reason: {why}", why=issue.why)))
    if issue.state in PUBLIC:
        parts += await standing(turn, issue)
        lines = [f"• {text}" for text in await supporters(turn, issue)]
        parts += [Text("\n".join(lines))] if lines else []
    parts += await evidence.parts(turn, issue)
    parts += await _facts(turn, issue)
    parts += await histories.newest(turn, issue)
    for row in await _buttons(turn, issue):
        parts.append(Buttons(row))
    return Card(f"{issue.code} {issue.title}", tuple(parts))


async def supporters(turn: Turn, issue: Issue) -> list[str]:
    """Each organisation by name, with its reason and for which text it spoke."""
    say, lines = turn.say, []
    for support, house in await turn.store.supports.of(issue.id):
        line = f"{house.name}: {words.stances(say)[support.stance]}"
        if support.reason:
            line = f"{line} – {shorten(support.reason, 200)}"
        if support.version < issue.version:
            line = f"{line} ({say('for version {n}', n=support.version)})"
        lines.append(line)
    return lines


async def _facts(turn: Turn, issue: Issue) -> list[Part]:
    say = turn.say
    owner = await turn.store.people.find(issue.owner_id)
    question = await turn.store.questions.number(issue.question_id)
    rows = (
        (say("Works with it"), owner.name if owner else ""),
        (say("Comes next"), say.day(issue.next_on) if issue.next_on else ""),
        (say("Looked at again"), say.day(issue.review_on) if issue.review_on else ""),
        (say("From"), say("Question {id}", id=question) if question else ""),
        (say("Input rounds"), await _rounds(turn, issue)),
    )
    facts = tuple((label, text) for label, text in rows if text)
    return [Facts(facts)] if facts else []


async def _rounds(turn: Turn, issue: Issue) -> str:
    from handlers.policy.rounds import purposes

    return await purposes.rounds_for(turn, issue_id=issue.id)


async def _buttons(turn: Turn, issue: Issue) -> list[tuple[Button, ...]]:
    say, id, mine = turn.say, str(issue.id), list_issue_ties(turn.person, issue)
    rows: list[tuple[Button, ...]] = []
    if issue.state == DRAFT:
        sure = say("Throw away what you wrote?")
        return [
            (
                Button(say("Go on"), "issues.submit", id, "primary"),
                Button(say("Change"), "issues.redo", id),
                Button(say("Add evidence"), "issues.evidence", id),
                Button(say("Do not raise it"), "issues.discard", id, confirm=sure),
            )
        ]
    if issue.state in OPEN:
        rows.append(buttons.stances(say, issue))
    more = []
    if await turn.store.interests.follows(issue.id, turn.person.id):
        more.append(Button(say("Stop following"), "issues.unfollow", id))
    elif issue.state in OPEN:
        more.append(Button(say("Follow"), "issues.follow", id))
    if issue.state in (CHECK, *OPEN):
        more.append(Button(say("Add evidence"), "issues.evidence", id))
    if issue.state in OPEN and issue.reach_id is None:
        more.append(Button(say("Put on the agenda"), "agenda.issue", id))
    more += [Button(say("History"), "issues.history", id), Button(say("As text"), "issues.text", id)]
    more.append(Button(say("As a file"), "issues.file", id))
    rows.append(tuple(more))
    steering = []
    if issue.state in PUBLIC and issue.state != REPLACED and may(turn.person, "issues.work", *mine):
        steering.append(Button(say("Work with it"), "issues.work", id, "primary"))
    if issue.state in OPEN and may(turn.person, "issues.edit", *mine):
        steering.append(Button(say("Change"), "issues.edit", id))
    if issue.state in PUBLIC and issue.state != REPLACED and may(turn.person, "issues.reach", *mine):
        steering.append(Button(say("Who may see it"), "issues.reach", id))
    if issue.state in OPEN and may(turn.person, "issues.merge", *mine):
        steering.append(Button(say("Merge or replace"), "issues.merge", id))
    if issue.state in (CHECK, *OPEN) and may(turn.person, "issues.withdraw", *mine):
        sure = say("Take {code} back everywhere?", code=issue.code)
        steering.append(Button(say("Take it back"), "issues.withdraw", id, confirm=sure))
    return [*rows, tuple(steering)] if steering else rows
