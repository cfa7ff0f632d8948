"""Build what is exported of a round, as rows and as Markdown, in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from handlers.chat.label_ends import join_label
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.directory.contacts.organisation_card import label_organisation_kinds
from handlers.directory.display_names import format_signature
from handlers.policy.rounds import editions, number_texts, round_fields, round_texts
from handlers.quantities import units
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.published_editions import PublishedEdition
from storage.policy.rounds import ANSWERED, ASKED, COUNTED, DECLINED, NUMBER, SCHEME, Round, RoundAnswer, RoundField


async def list_answer_rows(store: Store, say: Say, round: Round) -> list[list[str]]:
    """Return a row for each organisation that is asked, with all its answers, for the secretariat."""
    asked = await store.rounds.list_round_fields(round.id)
    head = [say("Organisation"), say("Kind"), say("Status")]
    for field in asked:
        head.append(
            f"{field.label} ({number_texts.format_unit(say, field.unit)})" if field.kind == NUMBER else field.label
        )
        head += [say("Why? ({scheme})", scheme=field.label)] if field.kind == SCHEME else []
    head += [say("Who can read the text"), say("Reason"), say("Answered by"), say("Day")]
    rows, names = [head], label_organisation_kinds(say)
    for answer, organisation in await store.rounds.list_round_answers(round.id):
        by = await format_signature(store, answer.person_id, None, say) if answer.said_at else ""
        day = answer.said_at.astimezone(say.zone).date().isoformat() if answer.said_at else ""
        cells = [cell for field in asked for cell in _list_answer_cells(say, field, answer)]
        shared = round_texts.describe_sharing(say, asked, answer)
        rows.append(
            [
                organisation.name,
                names[organisation.kind],
                _describe_answer_state(say, answer.state),
                *cells,
                shared,
                spell_out_links(answer.reason),
                by,
                day,
            ]
        )
    return rows


def _list_answer_cells(say: Say, field: RoundField, answer: RoundAnswer) -> list[str]:
    given = str(answer.given.get(str(field.id), ""))
    if field.kind == SCHEME:
        return [
            round_texts.list_verdict_labels(say).get(given, ""),
            spell_out_links(str(answer.given.get(f"{field.id}:why", ""))),
        ]
    if field.kind == NUMBER and given:
        return [format_plain_number(say, Decimal(given))]
    text = round_texts.describe_field_answer(say, field, answer)
    return [text if field.kind in COUNTED else spell_out_links(text)]


def format_plain_number(say: Say, value: Decimal) -> str:
    """Format the number as a spreadsheet of the reader's language reads it."""
    return f"{value:f}" if say.language == "en" else f"{value:f}".replace(".", ",")


def _describe_answer_state(say: Say, state: str) -> str:
    return {ASKED: say("has not answered"), ANSWERED: say("has answered"), DECLINED: say("will not answer")}[state]


async def list_published_rows(store: Store, say: Say, round: Round) -> list[list[str]]:
    """Return a row for each total of each edition, for everybody who may see the round."""
    head = [say("Edition"), say("Day"), say("What"), say("Answers"), say("Total"), say("Average"), say("Unit")]
    rows = [head]
    for edition in await store.published_editions.list_editions_of_round(round.id):
        for cell in edition.data["cells"]:
            rows += [
                [str(edition.number), _format_edition_day(say, edition), *row]
                for row in _list_published_cells(say, cell)
            ]
        for label, text, by in await editions.list_shared_words(store, edition, say):
            rows.append(
                [str(edition.number), _format_edition_day(say, edition), label, "", spell_out_links(text), "", by]
            )
    return rows


def _list_published_cells(say: Say, cell: dict) -> list[list[str]]:  # type: ignore[type-arg]
    if cell["kind"] in COUNTED:
        return [
            [
                join_label(cell["label"], option),
                str(cell["n"]),
                editions.describe_disclosed_count(say, told),
                "",
                "",
            ]
            for option, told in editions.label_options(say, cell)
        ]
    rows = []
    for name, n, total in editions.list_total_blocks(say, cell):
        average = format_plain_number(say, editions.calculate_average(n, Decimal(total)))
        summed = format_plain_number(say, Decimal(total)) if units.is_unit_summed(cell["unit"]) else ""
        rows.append([name, str(n), summed, average, number_texts.format_unit(say, cell["unit"])])
    return rows


def _format_edition_day(say: Say, edition: PublishedEdition) -> str:
    return edition.made_at.astimezone(say.zone).date().isoformat()


async def format_round_markdown(store: Store, arena: Arena, say: Say, person: Person, round: Round) -> str:
    """Format what was asked, and what was published, as far as this reader may know it."""
    asked = await store.rounds.list_round_fields(round.id)
    state = round_texts.describe_round_state(say, round, arena, store.now)
    rows = [f"# {round.code} {round.title}", f"{state} · {say('deadline {day}', day=say.format_day(round.deadline))}"]
    rows += [f"## {say('Why')}", round.why, f"## {say('What is asked for')}"]
    rows.append("\n".join(f"- {round_fields.describe_round_field(say, field)}" for field in asked))
    for edition in await store.published_editions.list_editions_of_round(round.id):
        rows += await _format_edition_lines(store, say, edition)
    if person.secretariat:
        rows += await _format_answer_lines(store, say, round)
    return "\n\n".join(rows) + "\n"


async def _format_edition_lines(store: Store, say: Say, edition: PublishedEdition) -> list[str]:
    rows = [f"## {say('Totals, edition {n}, {day}', n=edition.number, day=say.format_day(edition.made_at))}"]
    lines = [
        f"- {join_label(label, text)}"
        for cell in edition.data["cells"]
        for label, text in editions.list_cell_rows(say, cell)
    ]
    lines += [
        f"- {join_label(f'{label} ({by})' if by else label, text)}"
        for label, text, by in await editions.list_shared_words(store, edition, say)
    ]
    return [*rows, "\n".join(lines)]


async def _format_answer_lines(store: Store, say: Say, round: Round) -> list[str]:
    asked, rows = await store.rounds.list_round_fields(round.id), [f"## {say('The answers')}"]
    for answer, organisation in await store.rounds.list_round_answers(round.id):
        lines = [f"- {join_label(label, text)}" for label, text in round_texts.list_answer_lines(say, asked, answer)]
        rows += [f"### {organisation.name}", "\n".join(lines) or _describe_answer_state(say, answer.state)]
    return rows
