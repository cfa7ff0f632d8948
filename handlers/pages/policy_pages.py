"""Show issues and consultations, and one of each in full, with what organisations say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.pages.addresses import ROOT
from handlers.pages.page_parts import PageEntry, PageLink, PageRequest, WebPage
from handlers.pages.record_list_page import (
    RecordListing,
    Topics,
    find_listed_record,
)
from handlers.policy.consultations import consultation_texts, signatures, step_timeline
from handlers.policy.consultations.consultation_view import draw_consultation_card
from handlers.policy.consultations.lookup import may_see_consultation
from handlers.policy.issues import issue_texts, issue_view
from handlers.policy.issues.lookup import may_see_issue
from storage.pages.record_sources import DEADLINE, NEWEST, RecordFilter
from storage.policy import consultations, issues
from storage.policy.consultations import Consultation
from storage.policy.issues import Issue

#: characters of a text in a list, and of one that is shown whole
SHORT, WHOLE = 200, 100_000
#: choice in the address -> states
_ISSUE_STATES = {"open": issues.OPEN, "closed": issues.CLOSED}


def _label_issue_choices(say: Say) -> Mapping[str, str]:
    return {"open": say("Open"), "closed": say("Closed")}


def _label_consultation_choices(say: Say) -> Mapping[str, str]:
    labels = consultation_texts.list_consultation_state_labels(say)
    return {state: labels[state] for state in consultations.PUBLIC}


def _narrow_issues(_turn: Turn, which: RecordFilter, chosen: str) -> RecordFilter:
    return replace(which, states=_ISSUE_STATES[chosen])


def _narrow_consultations(_turn: Turn, which: RecordFilter, chosen: str) -> RecordFilter:
    return replace(which, states=(chosen,))


async def _draw_issue_entries(turn: Turn, rows: Sequence[Issue], _topics: Topics) -> list[PageEntry]:
    said = await turn.store.issue_stances.map_stances_by_issue([row.id for row in rows])
    states, entries = await issue_view.describe_issue_states(turn, rows), list[PageEntry]()
    for row in rows:
        counts = issue_texts.describe_versioned_stance_counts(turn.say, said[row.id], row)
        text = shorten_text(row.wanted if row.state in issues.OPEN else row.outcome or row.wanted, SHORT)
        notes = tuple(filter(None, (states[row.id], counts)))
        entries.append(PageEntry(row.title, f"{ISSUES.path}/{row.code}", row.code, text, notes))
    return entries


async def _draw_consultation_entries(turn: Turn, rows: Sequence[Consultation], _topics: Topics) -> list[PageEntry]:
    signers = await turn.store.consultation_responses.count_signers_by_version([row.id for row in rows])
    coming, entries = await step_timeline.describe_next_steps(turn, rows), list[PageEntry]()
    for row in rows:
        state = consultation_texts.describe_consultation_state(turn, row)
        count = signatures.describe_short_signature_count(turn.say, signers.get(row.id, {}), row)
        text = shorten_text(row.outcome or row.text, SHORT)
        notes = tuple(filter(None, (state, coming[row.id], count)))
        entries.append(PageEntry(row.title, f"{CONSULTATIONS.path}/{row.code}", row.code, text, notes))
    return entries


async def _list_issue_cells(turn: Turn, rows: Sequence[Issue], topics: Topics) -> list[tuple[str, ...]]:
    say, about = turn.say, await turn.store.issues.map_topic_ids_by_issue([row.id for row in rows])
    states = issue_texts.list_issue_state_labels(say)
    return [
        (
            row.code,
            row.title,
            _join_topic_names(say, about[row.id], topics),
            states[row.state],
            row.deadline.isoformat() if row.deadline else "",
            issue_texts.describe_addressee(say, row),
            row.wanted,
            row.outcome,
        )
        for row in rows
    ]


async def _list_consultation_cells(turn: Turn, rows: Sequence[Consultation], topics: Topics) -> list[tuple[str, ...]]:
    say, ids = turn.say, [row.id for row in rows]
    about = await turn.store.consultations.map_topic_ids_by_consultation(ids)
    states = consultation_texts.list_consultation_state_labels(say)
    return [
        (
            row.code,
            row.title,
            row.sender,
            _join_topic_names(say, about[row.id], topics),
            states[row.state],
            row.deadline.isoformat() if row.deadline else "",
            row.sent_on.isoformat() if row.sent_on else "",
            row.outcome,
        )
        for row in rows
    ]


def _join_topic_names(say: Say, ids: Sequence[int], topics: Topics) -> str:
    return say.join_names(topics[id].get_name(say.language) for id in ids if id in topics)


ISSUES = RecordListing(
    kind="issue",
    section="issues",
    path=f"{ROOT}/issues",
    title=lambda say: say("Issues"),
    lead=lambda say: say("What members want changed, and how far it has come."),
    count=lambda say, n: say.many("{n} issue", "{n} issues", n),
    hint=lambda say, name: say("Write “issue new” to {name} in the chat to raise one.", name=name),
    state=lambda say: say("State"),
    states=_label_issue_choices,
    narrow=_narrow_issues,
    orders=(DEADLINE, NEWEST),
    draw_entries=_draw_issue_entries,
    columns=lambda say: (
        say("Code"),
        say("Title"),
        say("Topic"),
        say("State"),
        say("Deadline"),
        say("Addressed to"),
        say("Desired change"),
        say("What came of it"),
    ),
    list_cells=_list_issue_cells,
)
CONSULTATIONS = RecordListing(
    kind="consultation",
    section="consultations",
    path=f"{ROOT}/consultations",
    title=lambda say: say("Consultations"),
    lead=lambda say: say("What the authorities ask about, and what we answer."),
    count=lambda say, n: say.many("{n} consultation", "{n} consultations", n),
    hint=lambda say, name: say("Write “consultation new” to {name} in the chat to register one.", name=name),
    state=lambda say: say("State"),
    states=_label_consultation_choices,
    narrow=_narrow_consultations,
    orders=(DEADLINE, NEWEST),
    draw_entries=_draw_consultation_entries,
    columns=lambda say: (
        say("Code"),
        say("Title"),
        say("Sender"),
        say("Topic"),
        say("State"),
        say("Deadline"),
        say("Sent"),
        say("What came of it"),
    ),
    list_cells=_list_consultation_cells,
)


async def draw_issue_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    issue = await find_listed_record(turn, ISSUES.kind, asked.code)
    if issue is None or not await may_see_issue(turn.store, turn.person, issue):
        return None
    card = await issue_view.draw_issue_card(turn, issue, WHOLE)
    return WebPage(ISSUES.section, issue.title, issue.code, PageLink(turn.say("Issues"), ISSUES.path), card=card)


async def draw_consultation_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    found = await find_listed_record(turn, CONSULTATIONS.kind, asked.code)
    if found is None or not await may_see_consultation(turn.store, turn.person, found):
        return None
    back = PageLink(turn.say("Consultations"), CONSULTATIONS.path)
    card = await draw_consultation_card(turn, found, WHOLE)
    return WebPage(CONSULTATIONS.section, found.title, found.code, back, card=card)
