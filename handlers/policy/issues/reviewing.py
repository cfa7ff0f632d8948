"""Review: on the day that was set, whoever worked with an issue and whoever raised it are asked how it went, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import Arena, Turn, View
from handlers.dates.zones import instant
from handlers.moderation.competition import hint
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from handlers.policy.issues import living, showing
from handlers.policy.issues.lookup import list_issue_ties, load_visible_issue
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issue_log import REVIEW, IssueNote
from storage.policy.issues import PUBLIC, Issue

router = Router()
KIND = "issues.review"
MORNING = time(8)
TEXT = 1500


def subject(issue_id: int) -> str:
    return f"issue:{issue_id}:review"


async def plan_review(store: Store, arena: Arena, issue: Issue, day: date | None) -> None:
    """None calls off what is still to come; a day that is asked for again asks again."""
    await store.session.flush()
    if day is None:
        await chains.end(store, KIND, issue.id, subject(issue.id))
        return
    chain = await store.chains.find(KIND, issue.id)
    since = instant(datetime.combine(day, MORNING), arena.zone)
    if chain is None or chain.since != since or chain.next_at is None:
        await chains.restart(store, KIND, issue.id, subject(issue.id), since=since)


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    issue, chain = await store.issues.lock(id), await store.chains.find(KIND, id)
    if issue is None or chain is None or issue.state not in PUBLIC:
        return None

    async def both(_: Candidates) -> Sequence[Person]:
        found = [await store.people.find(id) for id in (issue.owner_id, issue.raised_by_id)]
        return [person for person in found if person is not None]

    step = Step("ask", 0, 0, "issues.review", both)
    return Course(subject(id), (step,), f"{subject(id)}:{chain.since:%Y%m%d}", {"issue": id})


chains.watch(router, KIND, course_of)
chains.hook(router, KIND, course_of, "issues.review")


@router.card("issues.review")
async def draw(view: View) -> Card | None:
    issue, say = await view.store.issues.find(view["issue"]), view.say
    if issue is None or issue.state not in PUBLIC:
        return withheld(view)
    parts: list[Part] = [Text(await showing.state_line(view, issue), "subtle")]
    parts += [Item(say("What came of it"), issue.outcome)] if issue.outcome else []
    row = (
        Button(say("Say how it went"), "issues.reviewed", str(issue.id), "primary"),
        Button(say("Show"), "issues.open", str(issue.id)),
    )
    return Card(say("How did it go with {code}?", code=issue.code), (Text(issue.title, "strong"), *parts, Buttons(row)))


@router.on(Click, "issues.reviewed", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    issue, say = await _mine(turn, event.value, lock=False), turn.say
    text = Field(
        "text", say("How did it go?"), "text", hint=say("Everybody who has spoken of it reads this."), most=TEXT
    )
    title = f"{issue.code} {issue.title}"
    return Reply(form=Form(say("Look at it again"), "issues.reviewed", (text,), say("Send"), str(issue.id), note=title))


@router.on(Submission, "issues.reviewed")
async def save(event: Submission, turn: Turn) -> Reply:
    issue, text = await _mine(turn, event.value), event.text("text")[:TEXT]
    if not text:
        raise UserError("", {"text": turn.say("Write a few words.")})
    entry = IssueNote(issue_id=issue.id, kind=REVIEW, text=text, person_id=turn.person.id)
    await living.news(turn.store, turn.arena, issue, entry)
    thanks = turn.say("Thank you. Everybody who has spoken of {code} reads it.", code=issue.code)
    return Reply(Card("", (Text(thanks), *hint(turn.say, text))))


async def _mine(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    issue = await load_visible_issue(turn, value, lock=lock)
    await rights.need(turn, *list_issue_ties(turn.person, issue))
    return issue
