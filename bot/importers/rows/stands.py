"""What stands behind an issue, as fields of its row: organisations by what they say and why, and named evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, texts, versions_of
from handlers.policy.issues.evidence import FIGURE_ROOM, is_figure
from handlers.policy.issues.supporting import REASON
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.issue_log import EVIDENCE, NAMED, STANCE, IssueEvidence, IssueNote
from storage.policy.issue_stances import STANCES, IssueSupport
from storage.policy.issues import OPEN, Issue

#: characters of an entry
ROOM = 1700


async def add_support(store: Store, row: Row, issue: Issue) -> None:
    """Of organisations that have said nothing yet: what one has said itself stays said, and so does why."""
    spoken = {house.id for _, house in await store.supports.of(issue.id)}
    closed = issue.state not in OPEN and issue.seeded != ""
    given = await _given(store, row)
    reasons, earlier = await _reasons(store, row, given), await _earlier(store, row, given)
    for house, stance in given.items():
        if house in spoken:
            continue
        if closed:
            raise RowError(stance, f"{issue.code} is closed: what was said of it stays as it is")
        said, why = {"issue_id": issue.id, "organisation_id": house}, reasons.get(house, "")
        version = earlier.get(house, issue.version)
        await store.supports.put(IssueSupport(**said, stance=stance, reason=why, version=version))
        await store.histories.note(IssueNote(**said, kind=STANCE, what=stance, text=why))


async def _reasons(store: Store, row: Row, given: Collection[int]) -> dict[int, str]:
    """The id of an organisation, and why it says what it says: "eksempel: We wait."."""
    found: dict[int, str] = {}
    for entry in texts(row, "reasons", most=ROOM):
        house, why = await _whose(store, entry)
        if house is None or house.id not in given:
            wrong = f"{entry[:60]!r} begins with no organisation that says something of it, as in 'eksempel: We wait'"
            raise RowError("reasons", wrong)
        if len(why) > REASON:
            raise RowError("reasons", f"{house.code!r}: longer than {REASON} characters")
        found[house.id] = why
    return found


async def _earlier(store: Store, row: Row, given: Collection[int]) -> dict[int, int]:
    """The id of an organisation, and the version of the text that it has spoken of, where that is not this one."""
    found = {}
    for code, version in versions_of(row).items():
        house = await store.organisations.by_code(code)
        if house is None or house.id not in given:
            raise RowError("earlier", f"{code!r} is no organisation that says something of it")
        found[house.id] = version
    return found


def versions_spoken_of(said: Iterable[tuple[IssueSupport, Organisation]], issue: Issue) -> list[str]:
    """Silence about a later text leaves a word with the one that it was said of."""
    return [f"{house.code}: {support.version}" for support, house in said if support.version != issue.version]


async def add_followers(store: Store, row: Row, issue: Issue) -> None:
    for code in texts(row, "followers", most=64):
        person = await store.people.coded(code)
        if person is None:
            raise RowError("followers", f"no person has the id {code!r}; load people first")
        await store.interests.follow(issue.id, person.id)


def reasons_of(said: Iterable[tuple[IssueSupport, Organisation]]) -> list[str]:
    """As whoever sees the issue reads them beside the name."""
    return [f"{house.code}: {support.reason}" for support, house in said if support.reason]


async def _given(store: Store, row: Row) -> dict[int, str]:
    """The id of each organisation, and what it says."""
    found: dict[int, str] = {}
    for stance in STANCES:
        for code in texts(row, stance, most=64):
            house = await store.organisations.by_code(code)
            if house is None:
                raise RowError(stance, f"no organisation has the id {code!r}")
            if house.id in found:
                raise RowError(stance, f"{code!r} stands under {found[house.id]} already: each says it once")
            found[house.id] = stance
    return found


async def add_evidence(store: Store, row: Row, issue: Issue) -> None:
    """What is not there yet: "eksempel: 18 MW – We wait.", or without whose it is."""
    there = set(await evidence_of(store, issue))
    for entry in texts(row, "evidence", most=ROOM):
        if entry in there:
            continue
        house, told = await _whose(store, entry)
        id, (figure, text) = house.id if house is not None else None, _parted(told)
        await store.histories.add_evidence(
            IssueEvidence(issue_id=issue.id, organisation_id=id, text=text, figure=figure, level=NAMED)
        )
        await store.histories.note(IssueNote(issue_id=issue.id, kind=EVIDENCE, organisation_id=id))


async def _whose(store: Store, entry: str) -> tuple[Organisation | None, str]:
    code, _, told = entry.partition(": ")
    house = await store.organisations.by_code(code) if told else None
    return (house, told) if house is not None else (None, entry)


def _parted(told: str) -> tuple[str, str]:
    """ "18 MW – We wait." is a figure and what is said of it; a text without a number and its unit is none."""
    figure, _, text = told.partition(" – ")
    return (figure, text) if text and len(figure) <= FIGURE_ROOM and is_figure(figure) else ("", told)


async def evidence_of(store: Store, issue: Issue) -> list[str]:
    """Only what everybody may know whose it is."""
    found = []
    for entry, house in await store.histories.evidence(issue.id):
        if entry.level == NAMED:
            told = " – ".join(filter(None, (entry.figure, entry.text)))
            found.append(f"{house.code}: {told}" if house is not None else told)
    return found
