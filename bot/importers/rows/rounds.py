"""Input rounds as rows: what was asked, how many have answered, and what is published; never what one has answered.

That is in the file of a whole network alone (`export_whole`), which says what the database says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.importers.rows import inputs
from bot.importers.rows.columns import Day, Moment, Named, Part, Words, read_parts, within
from bot.importers.rows.naming import Names, find_names
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, need_known, text, texts
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.policy.rounds import editions, fields, reminding
from handlers.policy.rounds.deadlines import reminder
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, DECLINED, OPEN, SEEN, Round

#: the words of the totals are English, as the names of the columns are
_SAY = Say("en", ZoneInfo("UTC"))
ROUND = Part(
    {
        "title": ("title", Words(200, required=True)), "why": ("why", Words(required=True)),
        "deadline": ("deadline", Day(required=True)),
        "state": ("state", Words(required=True, choices=SEEN)), "issue": ("issue_id", Named("issues")),
        "consultation": ("consultation_id", Named("consultations")), "made_by": ("made_by_id", Named("people")),
        "opened": ("opened_at", Moment()), "closed": ("closed_at", Moment()),
    },
    ("id", "created", "audience", "fields", "answers", "editions"),
)  # fmt: skip
#: who is asked
AUDIENCE = ("who", "organisations", "kinds", "topics")
MOMENT = Moment()


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """In the order they were made; neither drafts nor answers."""
    rounds = sorted(await store.rounds.listed(SEEN, None, 10_000), key=lambda one: one.id)
    return [await _row(store, round) for round in rounds]


async def _row(store: Store, round: Round) -> dict[str, Any]:
    states = [answer.state for answer, _ in await store.rounds.answers(round.id)]
    issue = await store.issues.find(round.issue_id)
    consultation = await store.consultations.find(round.consultation_id)
    told = [
        f"{edition.number}. {label}: {text}"
        for edition in await store.editions.of_round(round.id)
        for cell in edition.data["cells"]
        for label, text in editions.rows_of(_SAY, cell)
    ]
    return {
        "id": round.code,
        "title": round.title,
        "why": round.why,
        "fields": [fields.line(_SAY, field) for field in await store.rounds.fields(round.id)],
        "deadline": round.deadline.isoformat(),
        "state": round.state,
        "issue": issue.code if issue else "",
        "consultation": consultation.code if consultation else "",
        "asked": len(states),
        "answered": states.count(ANSWERED),
        "declined": states.count(DECLINED),
        "totals": told,
    }


async def export_whole(store: Store) -> list[dict[str, Any]]:
    """With what is asked, what each organisation has answered, and the editions. No drafts."""
    names, rows = await find_names(store), []
    for round in await store.rounds.listed(SEEN, None, 1_000_000):
        asked = round.audience.get("organisations", ())
        houses = [names.code("organisations", id) for id in asked]
        rows.append(
            {"id": round.code}
            | ROUND.write(round, names)
            | {
                "created": MOMENT.write(round.created_at, names),
                "audience": round.audience | {"organisations": sorted(filter(None, houses))},
            }
            | await inputs.write_parts(store, round, names)
        )
    return rows


async def seed_rows(store: Store, rows: Sequence[Row]) -> list[RowError | None]:
    """Add the rounds that are not there; one that is stays as it is there. Nobody is told of it."""
    names, errors = await find_names(store), list[RowError | None]()
    for row in rows:
        try:
            await _seed_row(store, row, names)
            errors.append(None)
        except RowError as error:
            errors.append(error)
    return errors


async def _seed_row(store: Store, row: Row, names: Names) -> None:
    values, code = ROUND.read(row, names), text(row, "id", most=8, required=True).upper()
    if not code.startswith("R-") or not code[2:].isdecimal() or code != f"R-{int(code[2:])}":
        raise RowError("id", f"must be R- and a number, such as R-3, not {code!r}")
    created = MOMENT.read(row, "created", names) or values.get("opened_at") or store.now
    there = await store.rounds.by_code(code)
    if there is not None:
        if there.title != values["title"] and there.created_at != created:
            raise RowError("id", f"{code} is another round here")
        return
    audience = _audience(row, names)
    round = await store.bulk.add(Round(**values, code=code, created_at=created, audience=audience))
    names.know("rounds", [(round.id, code)])
    asked = await inputs.add_fields(store, round, row, names)
    for n, one in read_parts(row, "answers"):
        try:
            await inputs.add_answer(store, round, one, asked, names)
        except RowError as error:
            raise within("answers", n, error) from error
    for n, one in read_parts(row, "editions"):
        try:
            await inputs.add_edition(store, round, n, one, asked, names)
        except RowError as error:
            raise within("editions", n, error) from error
    at = reminder(round, Arena(), store.now) if round.state == OPEN else None
    if at is not None:
        await store.chains.begin(reminding.KIND, {round.id: at})


def _audience(row: Row, names: Names) -> dict[str, Any]:
    """Who is asked, as it was chosen: the form is filled with it again."""
    given = row.get("audience") or {}
    if not isinstance(given, Mapping):
        raise RowError("audience", "must be an object with who, organisations, kinds and topics")
    need_known(given, AUDIENCE)
    houses = [names.id("organisations", code, "audience") for code in texts(given, "organisations", most=64)]
    return {
        "who": text(given, "who", most=100, default="all"), "organisations": sorted(houses),
        "kinds": texts(given, "kinds"), "topics": texts(given, "topics"),
    }  # fmt: skip
