"""Record the evidence behind an issue: facts and figures, each with who may know who gave it."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, Turn
from handlers.moderation.competition import draw_competition_hint
from handlers.policy.issues import issue_texts
from handlers.policy.issues.issue_publication import redraw_opened_issue
from handlers.policy.issues.lookup import load_visible_issue
from storage.directory.organisations import Organisation
from storage.policy.issue_log import AGGREGATE, EVIDENCE, LEVELS, NAMED, IssueEvidence, IssueLogEntry
from storage.policy.issues import CHECK, DRAFT, OPEN, Issue

router = Router()
TEXT_ROOM, FIGURE_ROOM = 1500, 100
MOST_ENTRIES = 10
Given = tuple[IssueEvidence, Organisation | None]


class EvidenceValue(ButtonValue, frozen=True):
    """Hold the issue, and a draft whose texts become evidence of it: "7", "7:12"."""

    issue: int
    draft: int | None = None


@router.on(Click, "issues.evidence", opens=True)
async def on_evidence_add_open(event: Click, turn: Turn) -> Reply:
    """Open the form, with the texts of the draft that the button names."""
    issue, say = await _load_issue_for_evidence(turn, event.value), turn.say
    draft = await turn.store.issues.find(EvidenceValue.parse_value(event.value).draft)
    mine = draft is not None and draft.raised_by_id == turn.person.id
    filled = "\n".join(filter(None, (draft.problem, draft.affected))) if draft is not None and mine else ""
    fields = (
        Field("text", say("What do you know?"), "text", filled[:TEXT_ROOM], most=TEXT_ROOM),
        Field(
            "figure", say("A figure with its unit"), hint=say("For example “18 MW”."), required=False, most=FIGURE_ROOM
        ),
        Field(
            "level",
            say("Who may know that it is yours?"),
            "choice",
            NAMED,
            options=tuple(issue_texts.list_evidence_level_labels(say).items()),
        ),
    )
    title = f"{issue.code} {issue.title}"
    return Reply(form=Form(say("Add evidence"), "issues.evidence", fields, say("Add"), str(issue.id), note=title))


@router.on(Submission, "issues.evidence")
async def on_evidence_add_submit(event: Submission, turn: Turn) -> Reply:
    issue, say = await _load_issue_for_evidence(turn, event.value), turn.say
    text, figure, level = event.get_text("text"), " ".join(event.get_text("figure").split()), event.get_text("level")
    wrong = {}
    if not text:
        wrong["text"] = say("Write what you know.")
    if figure and not is_figure(figure):
        wrong["figure"] = say("Write a number and its unit, for example “18 MW”.")
    if level not in LEVELS:
        wrong["level"] = say("Choose one of these.")
    if wrong:
        raise UserError("", wrong)
    store, person = turn.store, turn.person
    await store.issue_log.add_issue_evidence(
        IssueEvidence(
            issue_id=issue.id, person_id=person.id, organisation_id=person.stands_for, text=text[:TEXT_ROOM],
            figure=figure[:FIGURE_ROOM], level=level,
        )
    )  # fmt: skip
    if level == NAMED and issue.state in OPEN:
        # The log entry has no text: evidence can be removed later, and the log cannot.
        entry = IssueLogEntry(issue_id=issue.id, kind=EVIDENCE, person_id=person.id, organisation_id=person.stands_for)
        await store.issue_log.add_issue_log_entry(entry)
    await redraw_opened_issue(store, issue.id)
    done = Text(
        say("Added to {code}. {level}.", code=issue.code, level=issue_texts.list_evidence_level_labels(say)[level])
    )
    return Reply(Card("", (done, *draw_competition_hint(say, f"{text}\n{figure}"))))


def is_figure(text: str) -> bool:
    """Return True for a number with its unit."""
    return any(letter.isdigit() for letter in text) and any(letter.isalpha() or letter == "%" for letter in text)


async def draw_issue_evidence(at: ReaderContext, issue: Issue) -> list[Part]:
    """Draw the evidence that this reader may know.

    Anonymous figures of others are shown to nobody but the secretariat.
    """
    told, others = await list_known_evidence(at, issue)
    entries = [_draw_evidence_item(at, entry, organisation) for entry, organisation in told]
    found: list[Part] = [Text(at.say("Evidence"), "strong")] if entries or others else []
    return [
        *found,
        *entries[:MOST_ENTRIES],
        *([Text(describe_hidden_evidence_count(at.say, others), "subtle")] if others else []),
    ]


async def list_known_evidence(at: ReaderContext, issue: Issue) -> tuple[list[Given], int]:
    """Return the evidence with a name and the reader's own; everything to the secretariat.

    Also return how many more are only counted.
    """
    every = await at.store.issue_log.list_issue_evidence(issue.id)
    told = [
        (entry, organisation)
        for entry, organisation in every
        if entry.level == NAMED or entry.person_id == at.person.id or at.person.secretariat
    ]
    here = {entry.id for entry, _ in told}
    return told, sum(entry.level == AGGREGATE and entry.id not in here for entry, _ in every)


def describe_hidden_evidence_count(say: Say, n: int) -> str:
    return say.many("{n} more entry is counted, without a name.", "{n} more entries are counted, without names.", n)


def describe_evidence_source(say: Say, entry: IssueEvidence, organisation: Organisation | None) -> str:
    """Return the name, and who else may know it if not everybody may."""
    name = organisation.name if organisation is not None else say("a member")
    return " · ".join(filter(None, (name, _describe_evidence_level(say, entry))))


def _describe_evidence_level(say: Say, entry: IssueEvidence) -> str:
    return "" if entry.level == NAMED else issue_texts.list_evidence_level_labels(say)[entry.level]


def _draw_evidence_item(at: ReaderContext, entry: IssueEvidence, organisation: Organisation | None) -> Item:
    say = at.say
    name = organisation.name if organisation is not None else say("a member")
    note = (
        describe_evidence_source(say, entry, organisation) if entry.figure else _describe_evidence_level(say, entry)
    )  # the name is already above
    return Item(entry.figure or name, shorten_markup(entry.text, 500), note, marked=True)


async def _load_issue_for_evidence(turn: Turn, value: str) -> Issue:
    issue = await load_visible_issue(turn, value)
    if issue.state not in (DRAFT, CHECK, *OPEN):
        raise UserError(turn.say("{code} is closed. What was said about it is kept.", code=issue.code))
    return issue
