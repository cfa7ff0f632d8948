"""The history of an issue: who did what, and when, in words."""

from __future__ import annotations

from handlers.chat.cards import Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Telling, Turn
from handlers.directory.naming import shorten, signature
from handlers.policy.issues import words
from handlers.policy.issues.lookup import load_visible_issue
from storage.policy.issue_log import DECISION, EVIDENCE, MERGER, NEWS, REACH, REVIEW, STANCE, STATE, TEXT, IssueNote
from storage.policy.issues import Issue

router = Router()
#: entries on the issue itself, and on its history
NEWEST, MOST = 3, 40


@router.on(Click, "issues.history")
async def show(event: Click, turn: Turn) -> Reply:
    """Newest first."""
    issue = await load_visible_issue(turn, event.value)
    notes = await turn.store.histories.notes(issue.id, MOST)
    lines = [await line(turn, note) for note in notes]
    parts = tuple(Text(text) for text in lines) or (Text(turn.say("Nothing has happened yet.")),)
    return Reply(Card(turn.say("The history of {code}", code=issue.code), parts))


async def newest(turn: Turn, issue: Issue) -> list[Part]:
    return [Text(await line(turn, note, 200), "subtle") for note in await turn.store.histories.notes(issue.id, NEWEST)]


async def line(at: Telling, note: IssueNote, most: int = 600) -> str:
    """ "17. mars 2027 · Kari Nordmann, Eksempel Industripark: Til vurdering – Vi møter departementet i april"."""
    by = await author(at, note)
    head = " · ".join(filter(None, (at.say.day(note.at), by)))
    told = heading(at, note)
    text = f"{told} – {shorten(note.text, most)}" if note.text else told
    return f"{head}: {text}"


async def author(at: Telling, note: IssueNote) -> str:
    """Who did it, for which organisation; the organisation alone where no person is known, empty where neither is."""
    if note.person_id is not None:
        return await signature(at.store, note.person_id, note.organisation_id, at.say)
    house = await at.store.organisations.find(note.organisation_id)
    return house.name if house is not None else ""


def heading(at: Telling, note: IssueNote) -> str:
    """What kind of entry it is."""
    say = at.say
    match note.kind:
        case kind if kind == STATE:
            return words.states(say).get(note.what, note.what)
        case kind if kind == STANCE:
            return words.stances(say).get(note.what, say("Takes it back"))
        case kind if kind == TEXT:
            return say("Version {n}", n=note.what) if note.what else say("Changed the text")
        case kind if kind == EVIDENCE:
            return say("Added evidence")
        case kind if kind == DECISION:
            return say("Treated at a meeting ({item})", item=note.what) if note.what else say("Treated at a meeting")
        case kind if kind == MERGER:
            return say("Joined with {code}", code=note.what)
        case kind if kind == REVIEW:
            return say("Looked at again")
        case kind if kind == REACH:
            return say("Changed who may see it")
        case kind if kind == NEWS:
            return say("News")
    return note.kind
