"""Draw the digest at the time of sending: pending items, deadlines, meetings, and news of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Rule, Text
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import describe_asker, describe_question_topics
from handlers.language import TopicClassifier
from handlers.library.searches import search_digest
from handlers.meetings import meeting_list
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.notifications.notification_batching import measure_card
from handlers.overview import pending_items
from handlers.overview.digest.digest_scheduler import TUESDAY, DigestCard
from handlers.policy.rounds import pending_rounds
from storage.directory.people import Account
from storage.directory.topic_followers import WEEKLY
from storage.questions.questions import ANSWERED, SOLVED

router = Router()
#: maximum number of entries of one kind, and of meetings looked at
MOST_ENTRIES, MOST_MEETINGS = 5, 20
#: Maximum size of the digest, so that other notifications of the day fit beside it.
ROOM = 30
#: How far ahead meetings and deadlines are included, and how long a solution counts as new.
SOON, NEAR, BEFORE = timedelta(days=21), timedelta(days=10), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DigestSection:
    """Hold the entries of one kind in the digest."""

    title: str
    entries: Sequence[Item]
    #: True if these are all entries. False: more may exist, and their number is unknown.
    whole: bool = False


@router.card(DigestCard)
async def draw_digest_card(view: View[DigestCard]) -> Card | None:
    """Draw the digest. Return None for guests, for people who want none, and without anything to report."""
    person, account = view.person, await _find_delivery_account(view)
    if person is None or account is None or person.guest or not person.digest:
        return None
    turn = Turn(view.store, person, account, view.say, view.arena, TopicClassifier())
    before = BEFORE + max(view.today - view.args.week - TUESDAY, timedelta())  # what was new when it came stays in it
    sections = await _list_sections(turn, before)
    return _draw_sections(turn, sections) if sections or view.delivery.was_told else None


async def draw_week(turn: Turn) -> Card:
    """Draw what waits for the reader and what is new to them, for whoever asks."""
    return _draw_sections(turn, await _list_sections(turn, BEFORE))


async def _list_sections(turn: Turn, before: timedelta) -> list[DigestSection]:
    """List the sections that have something to tell. `before`: how long something counts as new."""
    say, store, person = turn.say, turn.store, turn.person
    coming = await meeting_list.list_visible_occurrences(turn, MOST_MEETINGS)
    asked = await store.questions.list_questions_asked_by(person.id, limit=pending_items.MOST_ENTRIES)
    waits, capped = await pending_items.list_pending_items(turn, asked)
    deadlines = [
        *await _list_signup_deadlines(turn, coming),
        *[
            item
            for kind in list_record_kinds().values()
            if kind.list_deadlines is not None
            for item in await kind.list_deadlines(turn, NEAR)
        ],
    ]
    sections = (
        DigestSection(say("Needs you"), [*waits, *await pending_items.list_membership_prompt(turn)], whole=not capped),
        DigestSection(
            say("Your organisation is asked for input"),
            await pending_rounds.list_rounds_of_colleagues(turn),
            whole=True,
        ),
        DigestSection(say("Deadlines"), deadlines, whole=len(coming) < MOST_MEETINGS),
        DigestSection(
            say("Next meetings"), await meeting_list.draw_occurrence_items(turn, _list_soon_meetings(turn, coming))
        ),
        DigestSection(say("Questions without an answer in topics you follow"), await _list_unanswered_followed(turn)),
        DigestSection(say("New in topics you follow"), await _list_weekly_news(turn, before), whole=True),
        *await _list_record_news(turn, before),
        DigestSection(say("Searches in your topics"), await search_digest.list_search_digest_items(turn, before)),
    )
    return [section for section in sections if section.entries]


def _draw_sections(turn: Turn, sections: Sequence[DigestSection]) -> Card:
    """Draw as many entries of each section as there is room for; without any, that nothing waits."""
    say = turn.say
    row = Buttons((Button(say("Home"), "home.show"), Button(say("Reminders and hours"), "members.hours")))
    for most in range(MOST_ENTRIES, 0, -1):
        parts: list[Part] = [] if sections else [Text(say("Nothing needs you right now."))]
        for section in sections:
            parts += [Rule()] if parts else []
            parts += [Text(section.title, "strong"), *section.entries[:most]]
            more = len(section.entries) - most
            if more > 0:
                told = say.many("and {n} more", "and {n} more", more) if section.whole else say("and more")
                parts.append(Text(told, "subtle"))
        card = Card(say("Your week in {name}", name=turn.arena.name), (*parts, row))
        if measure_card(card) <= ROOM:
            break
    return card


async def _list_record_news(turn: Turn, before: timedelta) -> list[DigestSection]:
    """Return a section for each kind that tells what is new in the topics that this person follows or leads."""
    topics = [
        *await turn.store.topics.list_followed_topics(turn.person.id),
        *await turn.store.topics.list_topics_led_by(turn.person.id),
    ]
    ids = {topic.id for topic in topics}
    return [
        DigestSection(kind.news.title(turn.say), await kind.news.list_new(turn, ids, before, MOST_ENTRIES))
        for kind in list_record_kinds().values()
        if kind.news is not None and ids
    ]


async def _find_delivery_account(view: View) -> Account | None:
    """Find the account that this delivery goes to."""
    place = view.place
    found = await view.store.people.find_person_by_account(place.platform, place.workspace, place.user)
    return found[1] if found is not None else None


def _list_soon_meetings(turn: Turn, coming: Sequence[OccurrenceView]) -> list[OccurrenceView]:
    """List the next date of each coming meeting: a series stands once."""
    soon = {one.meeting.id: one for one in reversed(coming) if one.occurrence.start_at <= turn.now + SOON}
    return sorted(soon.values(), key=lambda one: one.occurrence.start_at)[:MOST_ENTRIES]


async def _list_signup_deadlines(turn: Turn, coming: Sequence[OccurrenceView]) -> list[Item]:
    """List sign-up deadlines of meetings that the reader has not answered."""
    say, store, found = turn.say, turn.store, []
    said = await store.rsvps.map_rsvps_of_person(turn.person.id, [one.id for one in coming])
    for one in coming:
        by, rsvp = one.occurrence.signup_by, said.get(one.id)
        answered = rsvp is not None and rsvp.moves == one.occurrence.moves
        if by is not None and turn.now < by <= turn.now + NEAR and not answered:
            text = say("Sign up by {when}", when=say.format_period(by, None, one.zone))
            found.append(Item(one.title, text, buttons=(Button(say("Show"), "meetings.show", str(one.id)),)))
    return found


async def _list_unanswered_followed(turn: Turn) -> list[Item]:
    """List unanswered questions of others in followed topics. Topics that the reader leads are pending items."""
    say, store, me = turn.say, turn.store, turn.person
    led = {topic.id for topic in await store.topics.list_topics_led_by(me.id)}
    followed = [topic.id for topic in await store.topics.list_followed_topics(me.id) if topic.id not in led]
    viewer, found = await store.audiences.build_viewer(me), []
    for question in (
        await store.questions.list_unanswered_questions(followed, viewer, limit=2 * MOST_ENTRIES)
        if followed and rights.is_confirmed_member(me)
        else ()
    ):
        if question.asker_id != me.id:
            note = say("No answer yet in {topic}", topic=await describe_question_topics(store, question, say))
            row = (Button(say("Answer"), "answers.write", str(question.id)),)
            found.append(Item(shorten_text(question.text, 150), await describe_asker(store, question, say), note, row))
    return found


async def _list_weekly_news(turn: Turn, before: timedelta) -> list[Item]:
    """List answered questions in topics followed weekly. Unanswered ones have their own section."""
    say, store, me = turn.say, turn.store, turn.person
    followed, found = {topic.id for topic in await store.topics.list_followed_topics(me.id)}, []
    for id in await store.topic_digest_queue.list_queued_question_ids(me.id, WEEKLY, turn.now - before):
        question = await store.questions.find(id)
        if question is None or not await rights.is_visible_to_member(store, me, question):
            continue
        if question.state in (ANSWERED, SOLVED) and question.topic_id in followed:
            row = (Button(say("Follow"), "questions.follow", str(id)),)
            topic = await describe_question_topics(store, question, say)
            found.append(Item(shorten_text(question.text, 150), await describe_asker(store, question, say), topic, row))
    return found
