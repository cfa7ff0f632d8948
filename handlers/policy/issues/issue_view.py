"""Show an issue: in a line, with its texts, and in full with its supporters and the reader's actions."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access.visibility import audience_texts
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Buttons, Card, Facts, Item, Part, Redrawn, Reply, Text
from handlers.chat.events import Click
from handlers.chat.rich_text.plain_text import cut_markup, shorten_text, spell_out_links
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import ReaderContext, RenderContext, Turn, View
from handlers.directory.display_names import format_signature
from handlers.meetings.agenda import agenda_outcomes
from handlers.policy.issues import evidence, issue_actions, issue_log, issue_texts, stance_buttons
from handlers.policy.issues.issue_publication import build_shown_issue_subject
from handlers.policy.issues.lookup import load_visible_issue, may_see_issue
from storage.directory.organisations import Organisation
from storage.policy.issues import DRAFT, OPEN, PUBLIC, REPLACED, Issue

router = Router()


class ShownIssue(CardArguments, frozen=True):
    template = "issues.shown"

    issue: int


async def describe_issue_state(at: RenderContext, issue: Issue) -> str:
    """Return state, fields, deadline and version in one line."""
    return (await describe_issue_states(at, [issue]))[issue.id]


async def describe_issue_states(at: RenderContext, issues: Sequence[Issue]) -> dict[int, str]:
    """Return issue id -> its line, for a list."""
    topics = await at.store.issues.map_topic_ids_by_issue([issue.id for issue in issues])
    names = {id: await issue_texts.describe_topic_names(at.store, ids, at.say) for id, ids in topics.items()}
    return {issue.id: _describe_issue_line(at, issue, names[issue.id]) for issue in issues}


def _describe_issue_line(at: RenderContext, issue: Issue, topics: str) -> str:
    say = at.say
    line = [issue_texts.list_issue_state_labels(say)[issue.state]]
    if issue_texts.is_issue_stale(issue, at.now) and issue.news_at is not None:
        line.append(say("⚠️ no news since {day}", day=say.format_day(issue.news_at)))
    line.append(topics)
    if issue.deadline is not None:
        line.append(say("deadline {day}", day=say.format_day(issue.deadline)))
    if issue.version > 1:
        line.append(say("version {n}", n=issue.version))
    return " · ".join(filter(None, line))


async def draw_issue_core(at: ReaderContext | View, issue: Issue, most: int = 160) -> list[Part]:
    """Draw the texts of the issue, and whom they are addressed to."""
    say = at.say
    rows = (
        (say("Problem"), issue.problem),
        (say("Who is affected"), issue.affected),
        (say("Desired change"), issue.wanted),
    )
    parts: list[Part] = [Text(await describe_issue_state(at, issue), "subtle")]
    parts += [Item(label, cut_markup(text, most), marked=True) for label, text in rows if text]
    facts = [(say("Addressed to"), issue_texts.describe_addressee(say, issue))]
    organisation = await at.store.organisations.find(issue.organisation_id)
    if organisation is not None:
        facts.append((say("Raised by"), organisation.name))
    if issue.reach_id is not None:
        audience = await at.store.audiences.find(issue.reach_id)
        facts.append((say("Who sees it"), await audience_texts.describe_audience(at.store, audience, say)))
    return [*parts, Facts(tuple(facts))]


async def draw_issue_standing(at: ReaderContext | View, issue: Issue) -> list[Part]:
    """Draw how many support which version, and how the issue ended."""
    say, said = at.say, await at.store.issue_stances.list_stances(issue.id)
    parts: list[Part] = [Text(issue_texts.describe_stance_counts(say, said), "strong")]
    follow = issue_texts.describe_follower_count(
        say, (await at.store.issue_followers.count_followers_by_issue([issue.id])).get(issue.id, 0)
    )
    parts += [Text(follow, "subtle")] if follow else []
    older = sum(stance.version < issue.version for stance, _ in said)
    if older:
        text = say.many(
            "{n} organisation has answered about an earlier version, but not this one.",
            "{n} organisations have answered about an earlier version, but not this one.",
            older,
        )
        parts.append(Text(text, "subtle"))
    if issue.outcome and issue.state not in OPEN:
        parts.append(Item(say("What came of it"), issue.outcome, marked=True))
    other = await at.store.issues.find(issue.other_id) if issue.state == REPLACED else None
    if other is not None:
        named = other.title if other.reach_id in (None, issue.reach_id) else ""  # named only if all readers may see it
        parts.append(Text(say("{code} replaces it: {title}", code=other.code, title=named)))
    before = await at.store.issues.list_issues_replaced_by(issue.id)
    if before:
        parts.append(Text(say("Replaces {codes}.", codes=say.listed([one.code for one in before])), "subtle"))
    items = await at.store.agenda.list_agenda_items_of_issue(issue.id)
    return parts + await agenda_outcomes.draw_agenda_outcomes(at.store, items, say, at.person)


async def draw_organisation_stance(at: ReaderContext | View, issue: Issue, organisation: Organisation) -> list[Part]:
    """Draw the stance of the organisation to this text, or the buttons if there is none."""
    stance = await at.store.issue_stances.find_stance(issue.id, organisation.id)
    parts: list[Part] = []
    if stance is not None:
        by = await format_signature(at.store, stance.person_id, None, at.say)
        said = f"{organisation.name}: {issue_texts.list_stance_labels(at.say)[stance.stance]} ({by})"
        if stance.version < issue.version:
            said = f"{said}, {at.say('for version {n}', n=stance.version)}"
        parts.append(Text(said))
    if issue.state not in OPEN:
        parts.append(Text(at.say("{code} is closed. What was said about it is kept.", code=issue.code), "subtle"))
    elif stance is None or stance.version < issue.version:
        parts.append(Buttons(stance_buttons.draw_stance_buttons(at.say, issue, organisation.id)))
    return parts


@router.on(Click, "issues.open")
async def on_issue_open(event: Click, turn: Turn) -> Reply:
    return await build_issue_reply(turn, await load_visible_issue(turn, event.value))


async def build_issue_reply(turn: Turn, issue: Issue) -> Reply:
    """Build the reply that shows the issue in a card that follows it; a draft stands as it is."""
    card = await draw_issue_card(turn, issue)
    if issue.state == DRAFT:
        return Reply(card)
    return Reply(card, redrawn=Redrawn(ShownIssue(issue.id), build_shown_issue_subject(issue.id)))


@router.card(ShownIssue)
async def draw_shown_issue_card(view: View[ShownIssue]) -> Card | None:
    issue, at = await view.store.issues.find(view.args.issue), view.build_person_context()
    if issue is None or at is None:
        return None
    return await draw_issue_card(at, issue) if await may_see_issue(at.store, at.person, issue) else draw_withheld(view)


async def draw_issue_card(at: ReaderContext, issue: Issue, most: int = 160) -> Card:
    """Draw everything that is known for one reader, with the actions that the reader may take.

    `most`: characters of each of its texts.
    """
    parts = await draw_issue_core(at, issue, most)
    if issue.state == DRAFT:
        parts.insert(0, Text(at.say("Only you see it until you send it."), "subtle"))
        if issue.why:
            parts.append(Text(at.say("Reason: {why}", why=spell_out_links(issue.why))))
    if issue.state in PUBLIC:
        parts += await draw_issue_standing(at, issue)
        lines = [f"• {text}" for text in await describe_supporters(at, issue)]
        parts += [Text("\n".join(lines))] if lines else []
    parts += await evidence.draw_issue_evidence(at, issue)
    parts += await _draw_issue_facts(at, issue)
    parts += await issue_log.draw_newest_entries(at, issue)
    parts.append(Buttons(await issue_actions.draw_issue_actions(at, issue)))
    return Card(f"{issue.code} {issue.title}", tuple(parts))


async def describe_supporters(at: ReaderContext, issue: Issue) -> list[str]:
    """Return a line for each organisation with its stance, its reason and the version it spoke of."""
    say, lines = at.say, []
    for stance, organisation in await at.store.issue_stances.list_stances(issue.id):
        line = f"{organisation.name}: {issue_texts.list_stance_labels(say)[stance.stance]}"
        if stance.reason:
            line = f"{line} – {shorten_text(stance.reason, 200)}"
        if stance.version < issue.version:
            line = f"{line} ({say('for version {n}', n=stance.version)})"
        lines.append(line)
    return lines


async def _draw_issue_facts(at: ReaderContext, issue: Issue) -> list[Part]:
    say = at.say
    owner = await at.store.people.find(issue.owner_id)
    question = await at.store.questions.find_question_number(issue.question_id)
    rows = (
        (say("Responsible"), owner.name if owner else ""),
        (say("Next step"), say.format_day(issue.next_on) if issue.next_on else ""),
        (say("Review"), say.format_day(issue.review_on) if issue.review_on else ""),
        (say("From"), say("Question {id}", id=question) if question else ""),
        (say("Input rounds"), await _describe_issue_rounds(at, issue)),
    )
    facts = tuple((label, text) for label, text in rows if text)
    return [Facts(facts)] if facts else []


async def _describe_issue_rounds(at: ReaderContext, issue: Issue) -> str:
    from handlers.policy.rounds import purposes

    return await purposes.describe_rounds_for(at, issue_id=issue.id)
