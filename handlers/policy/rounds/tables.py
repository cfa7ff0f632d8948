"""Tables: what is taken out of a round, as rows and as Markdown, in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.directory.contacts.organisations import kinds
from handlers.directory.naming import signature
from handlers.policy.rounds import editions, fields, units, words
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.published_editions import Edition
from storage.policy.rounds import ANSWERED, ASKED, CHOICE, DECLINED, NUMBER, SCHEME, Round, RoundAnswer, RoundField


async def answers(store: Store, say: Say, round: Round) -> list[list[str]]:
    """A row for each organisation that is asked, with all it has said: for the secretariat."""
    asked = await store.rounds.fields(round.id)
    head = [say("Organisation"), say("Kind"), say("State")]
    for field in asked:
        head.append(f"{field.label} ({units.shown(say, field.unit)})" if field.kind == NUMBER else field.label)
        head += [say("Why? ({scheme})", scheme=field.label)] if field.kind == SCHEME else []
    head += [say("Who may read the words"), say("Reason"), say("Answered by"), say("Day")]
    rows, names = [head], kinds(say)
    for answer, house in await store.rounds.answers(round.id):
        by = await signature(store, answer.person_id, None, say) if answer.said_at else ""
        day = answer.said_at.astimezone(say.zone).date().isoformat() if answer.said_at else ""
        cells = [cell for field in asked for cell in _cells(say, field, answer)]
        shared = words.shares(say)[answer.shared] if answer.state == ANSWERED else ""
        rows.append([house.name, names[house.kind], _state(say, answer.state), *cells, shared, answer.reason, by, day])
    return rows


def _cells(say: Say, field: RoundField, answer: RoundAnswer) -> list[str]:
    given = str(answer.given.get(str(field.id), ""))
    if field.kind == SCHEME:
        return [words.verdicts(say).get(given, ""), str(answer.given.get(f"{field.id}:why", ""))]
    if field.kind == NUMBER and given:
        return [plain(say, Decimal(given))]
    return [words.value(say, field, answer)]


def plain(say: Say, value: Decimal) -> str:
    """As a spreadsheet of the reader's language reads it."""
    return f"{value:f}" if say.language == "en" else f"{value:f}".replace(".", ",")


def _state(say: Say, state: str) -> str:
    return {ASKED: say("has said nothing"), ANSWERED: say("has answered"), DECLINED: say("does not answer")}[state]


async def published(store: Store, say: Say, round: Round) -> list[list[str]]:
    """A row for each total of each edition: for everybody who may see the round."""
    head = [say("Edition"), say("Day"), say("What"), say("Answers"), say("Total"), say("Average"), say("Unit")]
    rows = [head]
    for edition in await store.editions.of_round(round.id):
        for cell in edition.data["cells"]:
            rows += [[str(edition.number), _day(say, edition), *row] for row in _published(say, cell)]
        for label, text, by in await editions.shared(store, edition, say):
            rows.append([str(edition.number), _day(say, edition), label, "", text, "", by])
    return rows


def _published(say: Say, cell: dict) -> list[list[str]]:  # type: ignore[type-arg]
    if cell["kind"] == CHOICE:
        return [
            [f"{cell['label']}: {option}", str(cell["n"]), editions.count(say, told), "", ""]
            for option, told in cell["options"]
        ]
    rows = []
    for name, n, total in editions.blocks(say, cell):
        average = plain(say, editions.average_of(n, Decimal(total)))
        summed = plain(say, Decimal(total)) if units.is_summed(cell["unit"]) else ""
        rows.append([name, str(n), summed, average, units.shown(say, cell["unit"])])
    return rows


def _day(say: Say, edition: Edition) -> str:
    return edition.made_at.astimezone(say.zone).date().isoformat()


async def markdown(store: Store, arena: Arena, say: Say, person: Person, round: Round) -> str:
    """What was asked, and what came of it, as far as this reader may know it."""
    asked = await store.rounds.fields(round.id)
    state = words.state(say, round, arena, store.now)
    rows = [f"# {round.code} {round.title}", f"{state} · {say('deadline {day}', day=say.day(round.deadline))}"]
    rows += [f"## {say('Why')}", round.why, f"## {say('What is asked for')}"]
    rows.append("\n".join(f"- {fields.line(say, field)}" for field in asked))
    for edition in await store.editions.of_round(round.id):
        rows += await _edition(store, say, edition)
    if person.secretariat:
        rows += await _answers(store, say, round)
    return "\n\n".join(rows) + "\n"


async def _edition(store: Store, say: Say, edition: Edition) -> list[str]:
    rows = [f"## {say('Totals, edition {n}, {day}', n=edition.number, day=say.day(edition.made_at))}"]
    lines = [f"- {label}: {text}" for cell in edition.data["cells"] for label, text in editions.rows_of(say, cell)]
    lines += [
        f"- {label}{f' ({by})' if by else ''}: {text}" for label, text, by in await editions.shared(store, edition, say)
    ]
    return [*rows, "\n".join(lines)]


async def _answers(store: Store, say: Say, round: Round) -> list[str]:
    asked, rows = await store.rounds.fields(round.id), [f"## {say('The answers')}"]
    for answer, house in await store.rounds.answers(round.id):
        lines = [f"- {label}: {text}" for label, text in words.lines(say, asked, answer)]
        rows += [f"### {house.name}", "\n".join(lines) or _state(say, answer.state)]
    return rows
