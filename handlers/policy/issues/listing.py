"""The list: open issues by field and deadline, with the fields that have none; the archive; one by its code."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.modes import POLICY
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.directory.topics.naming import topic_meant
from handlers.library.solutions import library
from handlers.policy.issues import codes, forms, showing, words
from handlers.policy.issues.lookup import may_see_issue
from storage.directory.topics import Topic
from storage.policy.issues import FIELDS, OPEN, Issue

router = Router()
PAGE = 6


async def asked(turn: Turn, text: str) -> Reply:
    """Without words the open ones; "arkiv" those that are closed; a code or a topic what it names; else a search."""
    if verbs.fold(text) in ("arkiv", "arkivet", "archive"):
        return Reply(await archive_card(turn, 0))
    if codes.is_code(text):
        found = await codes.by_code(turn, text)
        if found is None or not await may_see_issue(turn.store, turn.person, found):
            raise UserError(turn.say("I find no issue {code}.", code=text))
        return Reply(await showing.whole(turn, found))
    topic = await topic_meant(turn.store, text) if text else None
    if text and topic is None:
        return Reply(await library.hits_card(turn, f"mode:{POLICY} {text}"))
    return Reply(await list_card(turn, 0, topic))


@router.on(Click, "issues.page")
async def page(event: Click, turn: Turn) -> Reply:
    """ "6:nett": the page that begins with the seventh, of this topic alone."""
    skip, _, slug = event.value.partition(":")
    topic = await turn.store.topics.by_slug(slug) if slug else None
    first = int(skip) if skip.isdecimal() and len(skip) < 5 else 0
    return Reply(await list_card(turn, first, topic), replace=bool(event.value))


@router.on(Click, "issues.archive")
async def archive(event: Click, turn: Turn) -> Reply:
    skip = int(event.value) if event.value.isdecimal() and len(event.value) < 5 else 0
    return Reply(await archive_card(turn, skip), replace=bool(event.value))


async def list_card(turn: Turn, skip: int, topic: Topic | None) -> Card:
    say = turn.say
    sorted_ones = await _by_field(turn, topic)
    rows = sorted_ones[skip : skip + PAGE]
    parts: list[Part] = []
    heading = None
    ids = [issue.id for _, issue in rows]
    said, follow = await turn.store.supports.of_each(ids), await turn.store.interests.counts(ids)
    for field, issue in rows:
        if field is not heading:
            parts.append(Text(field.name(say.language), "strong"))
            heading = field
        parts.append(await item(turn, issue, said[issue.id], follow.get(issue.id, 0)))
    if not sorted_ones:
        parts.append(Text(say("No issue is open.")))
    if topic is None and not skip:
        parts += await _gaps(turn, [issue.id for _, issue in sorted_ones])
    slug = topic.slug if topic else ""
    row = [Button(say("Raise an issue"), "issues.raise", style="primary"), Button(say("Archive"), "issues.archive")]
    if len(sorted_ones) > skip + PAGE:
        row.append(Button(say("Next page"), "issues.page", f"{skip + PAGE}:{slug}"))
    if skip:
        row.append(Button(say("Previous page"), "issues.page", f"{max(skip - PAGE, 0)}:{slug}"))
    title = say("Open issues: {topic}", topic=topic.name(say.language)) if topic else say("Open issues")
    return Card(title, (*parts, Buttons(tuple(row))))


async def _by_field(turn: Turn, only: Topic | None) -> list[tuple[Topic, Issue]]:
    """Each once, under the first of its fields; within one the nearest deadline first."""
    issues = await turn.store.issues.listed(OPEN, await turn.store.reaches.sight(turn.person))
    about = await turn.store.issues.topics_of([issue.id for issue in issues])
    topics = {topic.id: topic for topic in await turn.store.topics.all()}
    found: dict[int, list[tuple[Topic, Issue]]] = {}
    for issue in issues:
        fields = sorted((topics[id] for id in about[issue.id] if id in topics), key=forms.by_field)
        if fields and (only is None or only in fields):
            field = only or fields[0]
            found.setdefault(field.id, []).append((field, issue))
    order = sorted((topics[id] for id in found), key=forms.by_field)
    return [row for topic in order for row in found[topic.id]]


async def _gaps(turn: Turn, open_ids: Sequence[int]) -> list[Part]:
    """The four fields are what the arena wants to raise: one that no open issue is about is seen."""
    filled = {id for about in (await turn.store.issues.topics_of(open_ids)).values() for id in about}
    fields = [await turn.store.topics.by_slug(slug) for slug in FIELDS]
    names = [topic.name(turn.say.language) for topic in fields if topic is not None and topic.id not in filled]
    if not names:
        return []
    return [Text(turn.say("No open issue about: {topics}.", topics=turn.say.listed(names)), "subtle")]


async def item(turn: Turn, issue: Issue, said: words.Said, followers: int) -> Item:
    """In a list: what is wanted, how it stands, how many of which kind stand behind it, and how many follow it."""
    say = turn.say
    told = (
        await showing.state_line(turn, issue),
        words.count_with_versions(say, said, issue),
        words.followed(say, followers),
    )
    note = " · ".join(filter(None, told))
    show = Button(say("Show"), "issues.open", str(issue.id))
    return Item(f"{issue.code} {issue.title}", shorten(issue.wanted, 150), note, (show,))


async def archive_card(turn: Turn, skip: int) -> Card:
    say = turn.say
    found: Sequence[Issue] = await turn.store.issues.archived(
        await turn.store.reaches.sight(turn.person), PAGE + 1, skip
    )
    parts: list[Part] = []
    said = await turn.store.supports.of_each([issue.id for issue in found[:PAGE]])
    for issue in found[:PAGE]:
        when = say.day(issue.closed_at) if issue.closed_at else ""
        told = (words.states(say)[issue.state], when, words.count_with_versions(say, said[issue.id], issue))
        note = " · ".join(filter(None, told))
        show = Button(say("Show"), "issues.open", str(issue.id))
        parts.append(Item(f"{issue.code} {issue.title}", shorten(issue.outcome, 200), note, (show,)))
    if not found:
        parts.append(Text(say("No issue is closed yet.")))
    row = [Button(say("Open issues"), "issues.page")]
    if len(found) > PAGE:
        row.append(Button(say("Next page"), "issues.archive", str(skip + PAGE)))
    if skip:
        row.append(Button(say("Previous page"), "issues.archive", str(max(skip - PAGE, 0))))
    return Card(say("Closed issues"), (*parts, Buttons(tuple(row))))
