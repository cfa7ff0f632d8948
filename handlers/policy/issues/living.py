"""Life: news of an issue goes to all who have spoken of it or follow it; one that has none for long is flagged."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Text
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import Arena, Turn, View
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from handlers.notifications.pushes import push
from handlers.policy.issues import histories, showing, words
from handlers.policy.issues.publishing import notice_subject, redraw
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issue_log import STATE, IssueNote
from storage.policy.issues import OPEN, PUBLIC, Issue

router = Router()
#: what waits for news
KIND = "issues.quiet"


def quiet(issue_id: int) -> str:
    return f"issue:{issue_id}:quiet"


async def began(turn: Turn, issue: Issue) -> None:
    """It is out: its raiser is told by who published it, and nobody else has asked yet."""
    await keep(turn.store, issue, IssueNote(issue_id=issue.id, kind=STATE, what=issue.state, person_id=turn.person.id))


async def news(store: Store, arena: Arena, issue: Issue, entry: IssueNote) -> None:
    """All who have spoken of it or follow it, and its raiser, read it in their own chat, in their own hours."""
    await keep(store, issue, entry)
    for person in await readers(store, issue):
        if person.id != entry.person_id:
            await push(
                store,
                arena,
                person,
                "issues.news",
                {"issue": issue.id, "note": entry.id},
                key=f"issue:{issue.id}:note:{entry.id}:{person.id}",
                at=store.now,
                subject=notice_subject(issue.id),
            )
    await redraw(store, issue.id)
    await chains.redraw(store, quiet(issue.id))


async def readers(store: Store, issue: Issue) -> list[Person]:
    """Its raiser, those who speak for the organisations that have said something, and those who follow it."""
    raiser = await store.people.find(issue.raised_by_id)
    found = {person.id: person for person in await supporters(store, issue)}
    for person in (*([raiser] if raiser is not None else []), *await store.interests.followers(issue.id)):
        if not person.guest:
            found.setdefault(person.id, person)
    return list(found.values())


async def supporters(store: Store, issue: Issue) -> list[Person]:
    """For each organisation that has spoken the one who did; those who act for it, once that one does not."""
    found: dict[int, Person | None] = {}
    acting = await store.organisations.acting()
    for support, house in await store.supports.of(issue.id):
        spoke = support.person_id
        still = spoke is not None and await store.organisations.represents(spoke, house.id)
        for id in [spoke] if spoke is not None and still else acting.get(house.id, []):
            found[id] = await store.people.find(id)
    return [person for person in found.values() if person is not None and not person.guest]


async def end(store: Store, issue_id: int) -> None:
    """It is closed: nobody waits for news of it."""
    await chains.end(store, KIND, issue_id, quiet(issue_id))


async def keep(store: Store, issue: Issue, entry: IssueNote) -> None:
    """In its history, and news of it from then on; nobody is told."""
    await store.histories.note(entry)
    issue.news_at = store.now
    if issue.state in OPEN:
        await chains.restart(store, KIND, issue.id, quiet(issue.id), since=store.now + words.QUIET)


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    """The card says that nothing is heard, and whoever works with it is told; where nobody does, the secretariat."""
    issue = await store.issues.lock(id)
    if issue is None or issue.state not in OPEN or issue.news_at is None:
        return None

    async def flag() -> None:
        await redraw(store, id)

    async def keepers(_: Candidates) -> Sequence[Person]:
        owner = await store.people.find(issue.owner_id)
        return [owner] if owner is not None else await store.people.secretariat()

    steps = (Step("flag", 0, act=flag), Step("ask", 0, 0, "issues.quiet", keepers))
    return Course(quiet(id), steps, f"{quiet(id)}:{issue.news_at:%Y%m%d%H%M%S}", {"issue": id})


chains.watch(router, KIND, course_of)
chains.hook(router, KIND, course_of, "issues.quiet")


@router.card("issues.quiet")
async def draw_quiet(view: View) -> Card | None:
    issue, say = await view.store.issues.find(view["issue"]), view.say
    if issue is None or issue.state not in PUBLIC:
        return withheld(view)
    if not words.is_stale(issue, view.now):  # somebody has written since
        heard = Text(f"{issue.code} {issue.title} · {await showing.state_line(view, issue)}", "subtle")
        return Card("", (heard,)) if view.delivery.message else None
    text = say("Those who support it have heard nothing for 60 days. Write a line, or close it.")
    row = (
        Button(say("Work with it"), "issues.work", str(issue.id), "primary"),
        Button(say("Show"), "issues.open", str(issue.id)),
    )
    line = Text(await showing.state_line(view, issue), "subtle")
    return Card(f"{issue.code} {issue.title}", (line, Text(text), Buttons(row)))


@router.card("issues.news")
async def draw(view: View) -> Card | None:
    """One entry of its history, with how it stands."""
    issue, entry = await view.store.issues.find(view["issue"]), await view.store.histories.find(view["note"])
    if issue is None or entry is None or issue.state not in PUBLIC:
        return withheld(view)
    by = await histories.author(view, entry)
    parts: list[Part] = [Text(histories.heading(view, entry), "strong")]
    parts += [Quote(entry.text, by)] if entry.text else []
    parts.append(Text(await showing.state_line(view, issue), "subtle"))
    row = [Button(view.say("Show"), "issues.open", str(issue.id))]
    if view.person is not None and await view.store.interests.follows(issue.id, view.person.id):
        row.append(Button(view.say("Stop following"), "issues.unfollow", str(issue.id)))
    parts.append(Buttons(tuple(row)))
    return Card(f"{issue.code} {issue.title}", tuple(parts))
