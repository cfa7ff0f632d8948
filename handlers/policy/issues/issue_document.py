"""Build the document of an issue for one reader: text, supporters, evidence and history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.access.visibility import audience_texts
from handlers.chat.cards import Part as CardPart
from handlers.chat.cards import Quote, Text
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext
from handlers.documents import Heading, Paper, Paragraph, Part, Points, Table
from handlers.meetings.agenda import agenda_outcomes
from handlers.policy.issues import evidence, issue_log, issue_texts, issue_view
from storage.policy.issue_log import NAMED
from storage.policy.issues import PUBLIC, Issue

#: limits of log entries and of characters of each, high enough to cut nothing
MOST_LOG_ENTRIES, LONGEST_LOG_ENTRY = 10_000, 100_000
#: relative column widths of a table of labels and values
LABELLED = (1, 3)


async def build_issue_paper(at: ReaderContext, issue: Issue) -> Paper:
    say, topics = at.say, await at.store.issues.list_issue_topic_ids(issue.id)
    parts: list[Part] = [
        Paragraph(await issue_view.describe_issue_state(at, issue), "subtle"),
        *await _draw_reader_notice(at, issue),
    ]
    parts.append(Table(tuple(await _list_issue_facts(at, issue)), widths=LABELLED))
    parts += [
        part
        for title, text in _list_issue_sections(say, issue)
        for part in (Heading(title), Paragraph(text, marked=True))
        if text
    ]
    if issue.state in PUBLIC:
        parts += await _build_support_section(at, issue)
    parts += await _build_evidence_section(at, issue)
    parts += await _build_history_section(at, issue)
    parts += await _build_earlier_versions(at, issue)
    return Paper(
        title=f"{issue.code} {issue.title}",
        parts=tuple(parts),
        language=say.language,
        name=issue.code,
        author=at.arena.name,
        subject=say("Issue"),
        keywords=await issue_texts.describe_topic_names(at.store, topics, say),
        made_at=at.now,
    )


async def has_confidential_evidence(at: ReaderContext, issue: Issue) -> bool:
    """Return True if the reader sees evidence that others may not read."""
    return any(entry.level != NAMED for entry, _ in (await evidence.list_known_evidence(at, issue))[0])


async def _draw_reader_notice(at: ReaderContext, issue: Issue) -> list[Part]:
    """Draw for whom the document was made: another reader may read more or less of the issue."""
    text = at.say(
        "As it was {when}, showing what {name} may read.", when=at.say.format_period(at.now), name=at.person.name
    )
    return [
        Paragraph(text, "subtle"),
        *(
            [Paragraph(describe_confidentiality(at.say), "strong")]
            if await has_confidential_evidence(at, issue)
            else []
        ),
    ]


def describe_confidentiality(say: Say) -> str:
    return say("⚠️ It contains evidence that not all members may read. Do not pass it on.")


async def _list_issue_facts(at: ReaderContext, issue: Issue) -> list[tuple[str, str]]:
    """Return labels and facts: what the issue came from, who is involved, and what is next."""
    say, store = at.say, at.store
    organisation, owner = await store.organisations.find(issue.organisation_id), await store.people.find(issue.owner_id)
    audience = await store.audiences.find(issue.reach_id)
    question = await store.questions.find_question_number(issue.question_id)
    rows = (
        (say("Addressed to"), issue_texts.describe_addressee(say, issue)),
        (say("Raised by"), organisation.name if organisation else ""),
        (say("Who sees it"), await audience_texts.describe_audience(store, audience, say) if audience else ""),
        (say("Responsible"), owner.name if owner else ""),
        (say("Next step"), say.format_day(issue.next_on) if issue.next_on else ""),
        (say("Review"), say.format_day(issue.review_on) if issue.review_on else ""),
        (say("From"), say("Question {id}", id=question) if question else ""),
        (
            say("Agenda"),
            _join_card_texts(
                await agenda_outcomes.draw_agenda_outcomes(
                    store, await store.agenda.list_agenda_items_of_issue(issue.id), say, at.person
                )
            ),
        ),
    )
    return [(label, text) for label, text in rows if text]


def _join_card_texts(parts: Iterable[CardPart]) -> str:
    return "\n".join(
        spell_out_links(part.text) if isinstance(part, Quote) else part.text
        for part in parts
        if isinstance(part, Text | Quote)
    )


def _list_issue_sections(say: Say, issue: Issue) -> tuple[tuple[str, str], ...]:
    return (
        (say("Problem"), issue.problem),
        (say("Who is affected"), issue.affected),
        (say("Desired change"), issue.wanted),
        (say("What came of it"), issue.outcome),
    )


async def _build_support_section(at: ReaderContext, issue: Issue) -> list[Part]:
    """Build the table of organisations by name, each with its reason and the version it spoke of."""
    say, said = at.say, await at.store.issue_stances.list_stances(issue.id)
    stances, told = issue_texts.list_stance_labels(say), issue.version > 1
    rows = [
        (
            organisation.name,
            stances[one.stance],
            spell_out_links(one.reason),
            say("for version {n}", n=one.version) if told else "",
        )
        for one, organisation in said
    ]
    header = (say("Organisation"), say("Stance"), say("Why?"), say("Which version?"))
    table = _build_trimmed_table(rows, header, (3, 2, 4, 2))
    return [
        Heading(say("Support from organisations")),
        Paragraph(issue_texts.describe_versioned_stance_counts(say, said, issue)),
        *table,
    ]


async def _build_evidence_section(at: ReaderContext, issue: Issue) -> list[Part]:
    say, (told, others) = at.say, await evidence.list_known_evidence(at, issue)
    rows = [
        (entry.figure, spell_out_links(entry.text), evidence.describe_evidence_source(say, entry, organisation))
        for entry, organisation in told
    ]
    table = _build_trimmed_table(rows, (say("Figure"), say("What is known"), say("From")), (2, 5, 3))
    counted = [Paragraph(evidence.describe_hidden_evidence_count(say, others), "subtle")] if others else []
    return [Heading(say("Evidence")), *table, *counted] if table or counted else []


def _build_trimmed_table(rows: Sequence[Sequence[str]], header: Sequence[str], widths: Sequence[float]) -> list[Table]:
    """Build the table without empty columns. Return nothing if there are no rows."""
    used = [at for at in range(len(header)) if any(row[at] for row in rows)]

    def select_used_cells(cells: Sequence[str]) -> tuple[str, ...]:
        return tuple(cells[at] for at in used)

    return (
        [Table(tuple(map(select_used_cells, rows)), select_used_cells(header), tuple(widths[at] for at in used))]
        if rows
        else []
    )


async def _build_history_section(at: ReaderContext, issue: Issue) -> list[Part]:
    """Build the history, oldest entry first."""
    notes = await at.store.issue_log.list_issue_log(issue.id, MOST_LOG_ENTRIES)
    lines = [await issue_log.describe_issue_entry(at, note, LONGEST_LOG_ENTRY) for note in reversed(notes)]
    return [Heading(at.say("History")), Points(tuple(lines))] if lines else []


async def _build_earlier_versions(at: ReaderContext, issue: Issue) -> list[Part]:
    """Build the earlier texts, newest first."""
    say, found = at.say, list[Part]()
    for version in reversed(await at.store.issue_log.list_issue_versions(issue.id)):
        title = say("Version {n}, until {day}", n=version.version, day=say.format_day(version.changed_at))
        found += [Heading(title, 2), *_build_version_table(say, version.data)]
    return [Heading(say("Earlier versions")), *found] if found else []


def _build_version_table(say: Say, data: dict[str, Any]) -> list[Part]:
    named = issue_texts.list_addressee_labels(say).get(data.get("addressee_kind", ""), "")
    rows = (
        (say("Title"), data.get("title", "")),
        (say("Problem"), data.get("problem", "")),
        (say("Who is affected"), data.get("affected", "")),
        (say("Desired change"), data.get("wanted", "")),
        (say("Addressed to"), ": ".join(filter(None, (named, data.get("addressee", ""))))),
    )
    return [Table(tuple((label, spell_out_links(text)) for label, text in rows if text), widths=LABELLED)]
