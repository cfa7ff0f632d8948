"""List issues: open ones by field and deadline, the fields that have none, the archive, or one by its code."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access.rights.lookup import describe_missing_record
from handlers.chat import verbs
from handlers.chat.arena_modes import POLICY
from handlers.chat.button_values import ListPage
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.directory.topics.topic_lookup import find_topic_by_words
from handlers.library.solutions import solution_search
from handlers.policy.issues import forms, issue_codes, issue_texts, issue_view
from handlers.policy.issues.lookup import may_see_issue
from storage.directory.topics import Topic
from storage.policy.issues import FIELDS, OPEN, Issue

router = Router()
PAGE = 4


async def answer_issue_query(turn: Turn, text: str) -> Reply:
    """Show the issues that `text` asks for.

    No text lists open ones, "arkiv" closed ones. A code or a topic selects what it names; other text is searched
    for.
    """
    if verbs.fold_word(text) in ("arkiv", "arkivet", "archive"):
        return Reply(await draw_issue_archive(turn, 0))
    if issue_codes.is_issue_code(text):
        found = await issue_codes.find_typed_issue(turn, text)
        if found is None or not await may_see_issue(turn.store, turn.person, found):
            raise UserError(describe_missing_record(turn, turn.say("I cannot find issue {code}.", code=text)))
        return await issue_view.build_issue_reply(turn, found)
    topic = await find_topic_by_words(turn.store, text) if text else None
    if text and topic is None:
        return Reply(await solution_search.draw_hits_card(turn, f"mode:{POLICY} {text}"))
    return Reply(await draw_issue_list(turn, 0, topic))


@router.on(Click, "issues.page")
async def on_issue_list_page(event: Click, turn: Turn) -> Reply:
    """Show a page of the list: "6:nett" begins with the seventh issue of the topic "nett"."""
    page = ListPage.parse_value(event.value)
    topic = await turn.store.topics.find_topic_by_slug(page.word) if page.word else None
    return Reply(await draw_issue_list(turn, page.skip, topic), replace=bool(event.value))


@router.on(Click, "issues.archive")
async def on_issue_archive_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_issue_archive(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_issue_list(turn: Turn, skip: int, topic: Topic | None) -> Card:
    say = turn.say
    sorted_ones = await _list_open_by_field(turn, topic)
    rows = sorted_ones[skip : skip + PAGE]
    parts: list[Part] = []
    if topic is None and not skip:
        parts += await _draw_empty_fields(turn, [issue.id for _, issue in sorted_ones])
    if not sorted_ones and not parts:
        parts.append(Text(say("No issue is open.")))
    heading = None
    ids = [issue.id for _, issue in rows]
    said, follow = (
        await turn.store.issue_stances.map_stances_by_issue(ids),
        await turn.store.issue_followers.count_followers_by_issue(ids),
    )
    for field, issue in rows:
        if field is not heading:
            parts.append(Text(field.get_name(say.language), "strong"))
            heading = field
        parts.append(await draw_issue_item(turn, issue, said[issue.id], follow.get(issue.id, 0)))
    parts += draw_page_note(say, skip, PAGE, len(sorted_ones))
    slug = topic.slug if topic else ""
    row = [Button(say("Raise an issue"), "issues.raise", style="primary"), Button(say("Archive"), "issues.archive")]
    more = len(sorted_ones) > skip + PAGE
    row += draw_page_buttons(say, "issues.page", skip, PAGE, more=more, value=lambda at: ListPage(at, slug))
    title = say("Open issues: {topic}", topic=topic.get_name(say.language)) if topic else say("Open issues")
    return Card(title, (*parts, *await draw_unconfirmed_notice(turn), Buttons(tuple(row))))


async def _list_open_by_field(turn: Turn, only: Topic | None) -> list[tuple[Topic, Issue]]:
    """List each open issue once, under its first field. Within a field the nearest deadline comes first."""
    issues = await turn.store.issues.list_issues_in_states(OPEN, await turn.store.audiences.build_viewer(turn.person))
    about = await turn.store.issues.map_topic_ids_by_issue([issue.id for issue in issues])
    topics = {topic.id: topic for topic in await turn.store.topics.list_all_topics()}
    found: dict[int, list[tuple[Topic, Issue]]] = {}
    for issue in issues:
        fields = sorted((topics[id] for id in about[issue.id] if id in topics), key=forms.get_topic_sort_key)
        if fields and (only is None or only in fields):
            field = only or fields[0]
            found.setdefault(field.id, []).append((field, issue))
    order = sorted((topics[id] for id in found), key=forms.get_topic_sort_key)
    return [row for topic in order for row in found[topic.id]]


async def _draw_empty_fields(turn: Turn, open_ids: Sequence[int]) -> list[Part]:
    """Draw the fields without an open issue. The four fields are what the arena wants to raise."""
    filled = {id for about in (await turn.store.issues.map_topic_ids_by_issue(open_ids)).values() for id in about}
    fields = [await turn.store.topics.find_topic_by_slug(slug) for slug in FIELDS]
    names = [topic.get_name(turn.say.language) for topic in fields if topic is not None and topic.id not in filled]
    if not names:
        return []
    return [Text(turn.say("No open issue about: {topics}.", topics=turn.say.listed(names)), "subtle")]


async def draw_issue_item(turn: Turn, issue: Issue, said: issue_texts.Said, followers: int) -> Item:
    """Draw a list item: what is wanted, its state, how many of which kind support it, and the number of followers."""
    say = turn.say
    told = (
        await issue_view.describe_issue_state(turn, issue),
        issue_texts.describe_versioned_stance_counts(say, said, issue),
        issue_texts.describe_follower_count(say, followers),
    )
    note = " · ".join(filter(None, told))
    show = Button(say("Show"), "issues.open", str(issue.id))
    return Item(f"{issue.code} {issue.title}", shorten_text(issue.wanted, 150), note, (show,))


async def draw_issue_archive(turn: Turn, skip: int) -> Card:
    say = turn.say
    found: Sequence[Issue] = await turn.store.issues.list_archived_issues(
        await turn.store.audiences.build_viewer(turn.person), PAGE + 1, skip
    )
    parts: list[Part] = []
    said = await turn.store.issue_stances.map_stances_by_issue([issue.id for issue in found[:PAGE]])
    for issue in found[:PAGE]:
        when = say.format_day(issue.closed_at) if issue.closed_at else ""
        told = (
            issue_texts.list_issue_state_labels(say)[issue.state],
            when,
            issue_texts.describe_versioned_stance_counts(say, said[issue.id], issue),
        )
        note = " · ".join(filter(None, told))
        show = Button(say("Show"), "issues.open", str(issue.id))
        parts.append(Item(f"{issue.code} {issue.title}", shorten_text(issue.outcome, 200), note, (show,)))
    if not found:
        parts.append(Text(say("No issue is closed yet.")))
    row = [Button(say("Open issues"), "issues.page")]
    row += draw_page_buttons(say, "issues.archive", skip, PAGE, more=len(found) > PAGE)
    return Card(say("Closed issues"), (*parts, *await draw_unconfirmed_notice(turn), Buttons(tuple(row))))
