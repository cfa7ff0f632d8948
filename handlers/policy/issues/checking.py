"""Check: the secretariat looks at what is raised within two working days, and publishes it or says why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn, View
from handlers.dates.hours import Hours
from handlers.moderation.competition import hint
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from handlers.policy.issues import codes, living, showing
from handlers.policy.issues.lookup import load_issue_to_check
from handlers.policy.issues.publishing import notice_subject, spread
from handlers.policy.issues.supporting import backed_by_raiser
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issues import CHECK, DRAFT, PROPOSED, Issue

router = Router()
KIND = "issues.check"
#: working hours: two working days to look at it, and when those who have it are reminded
PATIENCE, HALFWAY = 16, 8
#: characters of a reason
REASON = 1000


def subject(issue_id: int) -> str:
    """The cards of the secretariat."""
    return f"issue:{issue_id}:check"


def clock(issue_id: int) -> str:
    """What is told while nobody looks."""
    return f"issue:{issue_id}:clock"


def until(issue: Issue, arena: Arena) -> datetime:
    """When the secretariat should have looked at it."""
    assert issue.submitted_at is not None
    return Hours(arena.zone).add(issue.submitted_at, PATIENCE)


def clock_line(say: Say, issue: Issue, arena: Arena) -> str:
    return say("The secretariat looks at it before {when}.", when=say.when(until(issue, arena)))


async def submit(turn: Turn, issue: Issue) -> None:
    """With the secretariat from now on: in each of its rooms, or with each of its people."""
    store = turn.store
    issue.state, issue.submitted_at, issue.why = CHECK, turn.now, ""
    await store.session.flush()
    args, key = {"issue": issue.id}, f"{subject(issue.id)}:{turn.now.isoformat()}"
    rooms = await store.rooms.triage()
    for room in rooms:
        draft = outgoing.to_room(room, "issues.check", args, key=f"{key}:room:{room.id}", subject=subject(issue.id))
        await store.outbox.post(draft)
    for person in () if rooms else await store.people.secretariat():
        await outgoing.to_person(
            store, person, "issues.check", args, key=f"{key}:{person.id}", subject=subject(issue.id)
        )
    await chains.restart(store, KIND, issue.id, clock(issue.id), since=turn.now)


async def begin(store: Store, issue: Issue) -> None:
    """From now on there is somebody to look at it: the clock begins."""
    issue.submitted_at = store.now
    await chains.restart(store, KIND, issue.id, clock(issue.id), since=store.now)


@router.card("issues.check")
async def draw(view: View) -> Card | None:
    issue, say = await view.store.issues.find(view["issue"]), view.say
    if issue is None or (issue.state != CHECK and not view.delivery.message):
        return None
    if issue.state != CHECK:
        state = await showing.state_line(view, issue)
        return Card("", (Text(f"{issue.code} {issue.title}", "strong"), Text(state, "subtle")))
    id, other = str(issue.id), await view.store.issues.find(issue.other_id)
    parts: list[Part] = [Text(clock_line(say, issue, view.arena), "strong")]
    if other is not None:
        parts.append(Text(say("Its raiser wants it apart from {code}.", code=other.code)))
    parts += await showing.core(view, issue)
    row = (
        Button(say("Publish"), "issues.publish", id, "primary"),
        Button(say("Propose a merger"), "issues.propose_merger", id),
        Button(say("Send back"), "issues.return", id),
        Button(say("Show"), "issues.open", id),
    )
    return Card(say("Look at {code}: {title}", code=issue.code, title=issue.title), (*parts, Buttons(row)))


@router.card("issues.waits")
async def draw_again(view: View) -> Card | None:
    """To each of the secretariat, when half of the time is over, and when all of it is."""
    if view.person is None or not view.person.secretariat:
        return None
    chains.in_hours(view)
    return await draw(view)


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    issue = await store.issues.lock(id)
    if issue is None or issue.state != CHECK or issue.submitted_at is None:
        return None

    async def everybody(_: Candidates) -> Sequence[Person]:
        return await store.people.secretariat()

    steps = (
        Step("halfway", HALFWAY, 0, "issues.waits", everybody),
        Step("over", PATIENCE, HALFWAY, "issues.waits", everybody, urgent=True),
    )
    return Course(clock(id), steps, f"{clock(id)}:{issue.submitted_at:%Y%m%d%H%M%S}", {"issue": id})


chains.watch(router, KIND, course_of)
chains.hook(router, KIND, course_of, "issues.waits")


async def _looked_at(turn: Turn, issue: Issue, told: str) -> None:
    """The clock stops, the cards say how it ended, and its raiser hears of it."""
    store = turn.store
    await chains.end(store, KIND, issue.id, clock(issue.id))
    await store.session.flush()
    await store.outbox.refresh(subject(issue.id))
    raiser = await store.people.find(issue.raised_by_id)
    if raiser is not None and raiser.id != turn.person.id:
        args, key = {"issue": issue.id, "what": told}, f"issue:{issue.id}:{told}:{turn.now.isoformat()}"
        await outgoing.to_person(store, raiser, "issues.looked_at", args, key=key, subject=notice_subject(issue.id))


@router.on(Click, "issues.publish")
async def publish(event: Click, turn: Turn) -> Reply:
    """Whoever publishes it works with it, until somebody else does."""
    issue, say = await load_issue_to_check(turn, event.value), turn.say
    issue.state, issue.published_at, issue.owner_id, issue.other_id = PROPOSED, turn.now, turn.person.id, None
    await backed_by_raiser(turn.store, issue)
    await living.began(turn, issue)
    rooms = await spread(turn.store, issue)
    await _looked_at(turn, issue, "published")
    where = say.many("{n} room", "{n} rooms", rooms)
    text = say("{code} is out ({where}). You work with it from now on.", code=issue.code, where=where)
    show = Button(say("Show"), "issues.open", str(issue.id))
    return Reply(Card("", (Text(text), Buttons((show,)))), replace=event.direct)


@router.on(Click, "issues.return", opens=True)
async def ask_why(event: Click, turn: Turn) -> Reply:
    issue, say = await load_issue_to_check(turn, event.value, lock=False), turn.say
    why = Field("why", say("Why?"), "text", hint=say("Its raiser reads this, and can change it."), most=REASON)
    return Reply(form=Form(say("Send back"), "issues.return", (why,), say("Send"), str(issue.id), note=issue.title))


@router.on(Submission, "issues.return")
async def send_back(event: Submission, turn: Turn) -> Reply:
    issue, why = await load_issue_to_check(turn, event.value), event.text("why")
    if not why:
        raise UserError("", {"why": turn.say("Say in a few words why.")})
    issue.state, issue.why, issue.other_id = DRAFT, why[:REASON], None
    await _looked_at(turn, issue, "returned")
    text = turn.say("{code} is sent back, and its raiser is told why.", code=issue.code)
    return Reply(Card("", (Text(text), *hint(turn.say, why))))


@router.on(Click, "issues.propose_merger", opens=True)
async def ask_which(event: Click, turn: Turn) -> Reply:
    issue, say = await load_issue_to_check(turn, event.value, lock=False), turn.say
    fields = (codes.field(turn), Field("why", say("Why?"), "text", required=False, most=REASON))
    title = say("Propose a merger")
    return Reply(form=Form(title, "issues.propose_merger", fields, say("Send"), str(issue.id), note=issue.title))


@router.on(Submission, "issues.propose_merger")
async def propose_merger(event: Submission, turn: Turn) -> Reply:
    """It goes back to its raiser, who decides."""
    issue = await load_issue_to_check(turn, event.value)
    other = await codes.chosen(turn, event, issue)
    issue.state, issue.other_id, issue.why = DRAFT, other.id, event.text("why")[:REASON]
    await _looked_at(turn, issue, "merger")
    text = turn.say("{code} is sent back with the proposal to join {other}.", code=issue.code, other=other.code)
    return Reply(Card("", (Text(text), *hint(turn.say, issue.why))))


@router.card("issues.looked_at")
async def draw_looked_at(view: View) -> Card | None:
    """To its raiser, as long as it still stands so."""
    issue, say = await view.store.issues.find(view["issue"]), view.say
    if issue is None or view.person is None or view.person.id != issue.raised_by_id:
        return None
    id, title = str(issue.id), Text(f"{issue.code} {issue.title}", "strong")
    if view["what"] == "published":
        show = Button(say("Show"), "issues.open", id)
        return Card(
            say("Your issue is out"), (title, Text(await showing.state_line(view, issue), "subtle"), Buttons((show,)))
        )
    if issue.state != DRAFT:
        return (
            Card("", (title, Text(await showing.state_line(view, issue), "subtle"))) if view.delivery.message else None
        )
    other = await view.store.issues.find(issue.other_id)
    why: list[Part] = [Text(say("Reason: {why}", why=issue.why))] if issue.why else []
    row = (Button(say("Change"), "issues.redo", id), Button(say("Do not raise it"), "issues.discard", id))
    if other is None:
        return Card(
            say("Your issue is sent back"), (title, *why, Text(say("Change it and send it again.")), Buttons(row))
        )
    text = say("The secretariat proposes that you join {code}: {title}", code=other.code, title=other.title)
    ways = (
        Button(say("Support {code} instead", code=other.code), "issues.support", str(other.id), "primary"),
        Button(say("Add to {code}", code=other.code), "issues.evidence", f"{other.id}:{id}"),
        Button(say("Keep it apart"), "issues.submit", id),
    )
    return Card(say("Can it be one issue?"), (title, Text(text), *why, Buttons((*ways, *row))))
