"""An issue on paper: what it says, who supports it, what stands behind it and what has happened, for one reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.access.reaches import telling
from handlers.chat.cards import Part as CardPart
from handlers.chat.cards import Quote, Text
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Reading
from handlers.documents import Heading, Paper, Paragraph, Part, Points, Table
from handlers.meetings.agenda import origins
from handlers.policy.issues import evidence, histories, showing, words
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.issue_log import NAMED
from storage.policy.issues import PUBLIC, Issue

#: entries of its history, and characters of each: more than there are
MOST, WHOLE = 10_000, 100_000
#: columns of a table of labels and what they say
LABELLED = (1, 3)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads it in a language of their choice."""

    store: Store
    person: Person
    say: Say
    arena: Arena

    @property
    def now(self) -> datetime:
        return self.store.now


async def paper(at: Reading, issue: Issue) -> Paper:
    say, topics = at.say, await at.store.issues.topics(issue.id)
    parts: list[Part] = [Paragraph(await showing.state_line(at, issue), "subtle"), *await _made_for(at, issue)]
    parts.append(Table(tuple(await _facts(at, issue)), widths=LABELLED))
    parts += [part for title, text in _words(say, issue) for part in (Heading(title), Paragraph(text)) if text]
    if issue.state in PUBLIC:
        parts += await _support(at, issue)
    parts += await _evidence(at, issue)
    parts += await _history(at, issue)
    parts += await _earlier(at, issue)
    return Paper(
        title=f"{issue.code} {issue.title}",
        parts=tuple(parts),
        language=say.language,
        name=issue.code,
        author=at.arena.name,
        subject=say("Issue"),
        keywords=await words.topic_names(at.store, topics, say),
        made_at=at.now,
    )


async def is_confidential(at: Reading, issue: Issue) -> bool:
    """Whether it holds evidence for this reader that others may not read."""
    return any(entry.level != NAMED for entry, _ in (await evidence.known(at, issue))[0])


async def _made_for(at: Reading, issue: Issue) -> list[Part]:
    """For whom, for another reader may read more or less of it."""
    text = at.say("As it was {when}, with what {name} may read.", when=at.say.when(at.now), name=at.person.name)
    return [
        Paragraph(text, "subtle"),
        *([Paragraph(confidential(at.say), "strong")] if await is_confidential(at, issue) else []),
    ]


def confidential(say: Say) -> str:
    return say("⚠️ It holds evidence that not all members may read. Do not pass it on.")


async def _facts(at: Reading, issue: Issue) -> list[tuple[str, str]]:
    """With how many stand behind it, and what it came from and came to."""
    say, store = at.say, at.store
    house, owner = await store.organisations.find(issue.organisation_id), await store.people.find(issue.owner_id)
    reach = await store.reaches.find(issue.reach_id)
    question = await store.questions.number(issue.question_id)
    rows = (
        (say("Addressed to"), words.addressee(say, issue)),
        (say("Raised by"), house.name if house else ""),
        (say("Who sees it"), await telling.name(store, reach, say) if reach else ""),
        (say("Works with it"), owner.name if owner else ""),
        (say("Comes next"), say.day(issue.next_on) if issue.next_on else ""),
        (say("Looked at again"), say.day(issue.review_on) if issue.review_on else ""),
        (say("From"), say("Question {id}", id=question) if question else ""),
        (say("Agenda"), _texts(await origins.of_items(store, await store.agenda.of_issue(issue.id), say, at.person))),
    )
    return [(label, text) for label, text in rows if text]


def _texts(parts: Iterable[CardPart]) -> str:
    return "\n".join(part.text for part in parts if isinstance(part, Text | Quote))


def _words(say: Say, issue: Issue) -> tuple[tuple[str, str], ...]:
    return (
        (say("Problem"), issue.problem),
        (say("Who is hit"), issue.affected),
        (say("Wanted change"), issue.wanted),
        (say("What came of it"), issue.outcome),
    )


async def _support(at: Reading, issue: Issue) -> list[Part]:
    """Each organisation by name, with its reason and the text of which it spoke."""
    say, said = at.say, await at.store.supports.of(issue.id)
    stances, told = words.stances(say), issue.version > 1
    rows = [
        (house.name, stances[one.stance], one.reason, say("for version {n}", n=one.version) if told else "")
        for one, house in said
    ]
    header = (say("Organisation"), say("Stance"), say("Why?"), say("Of which text?"))
    table = _table(rows, header, (3, 2, 4, 2))
    return [Heading(say("Support from organisations")), Paragraph(words.count_with_versions(say, said, issue)), *table]


async def _evidence(at: Reading, issue: Issue) -> list[Part]:
    say, (told, others) = at.say, await evidence.known(at, issue)
    rows = [(entry.figure, entry.text, evidence.whose(say, entry, house)) for entry, house in told]
    table = _table(rows, (say("Figure"), say("What is known"), say("From")), (2, 5, 3))
    counted = [Paragraph(evidence.counted(say, others), "subtle")] if others else []
    return [Heading(say("Evidence")), *table, *counted] if table or counted else []


def _table(rows: Sequence[Sequence[str]], header: Sequence[str], widths: Sequence[float]) -> list[Table]:
    """Without the columns in which nothing is said; none where there are no rows."""
    used = [at for at in range(len(header)) if any(row[at] for row in rows)]

    def kept(cells: Sequence[str]) -> tuple[str, ...]:
        return tuple(cells[at] for at in used)

    return [Table(tuple(map(kept, rows)), kept(header), tuple(widths[at] for at in used))] if rows else []


async def _history(at: Reading, issue: Issue) -> list[Part]:
    """Oldest first."""
    notes = await at.store.histories.notes(issue.id, MOST)
    lines = [await histories.line(at, note, WHOLE) for note in reversed(notes)]
    return [Heading(at.say("History")), Points(tuple(lines))] if lines else []


async def _earlier(at: Reading, issue: Issue) -> list[Part]:
    """What it said before, the newest of those texts first."""
    say, found = at.say, list[Part]()
    for version in reversed(await at.store.histories.versions(issue.id)):
        title = say("Version {n}, until {day}", n=version.version, day=say.day(version.changed_at))
        found += [Heading(title, 2), *_old_words(say, version.data)]
    return [Heading(say("Earlier texts")), *found] if found else []


def _old_words(say: Say, data: dict[str, Any]) -> list[Part]:
    named = words.addressees(say).get(data.get("addressee_kind", ""), "")
    rows = (
        (say("Title"), data.get("title", "")),
        (say("Problem"), data.get("problem", "")),
        (say("Who is hit"), data.get("affected", "")),
        (say("Wanted change"), data.get("wanted", "")),
        (say("Addressed to"), ": ".join(filter(None, (named, data.get("addressee", ""))))),
    )
    return [Table(tuple((label, text) for label, text in rows if text), widths=LABELLED)]
