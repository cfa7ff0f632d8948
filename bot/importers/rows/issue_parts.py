"""Read and write parts of an issue row: stances with their reasons, and attributed evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_earlier_versions, parse_texts_field
from handlers.policy.issues.evidence import FIGURE_ROOM, is_figure
from handlers.policy.issues.issue_stances import REASON
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.issue_log import EVIDENCE, NAMED, STANCE, IssueEvidence, IssueLogEntry
from storage.policy.issue_stances import STANCES, IssueStance
from storage.policy.issues import OPEN, Issue

#: maximum number of characters of an entry
ROOM = 1700


async def seed_issue_stances(store: Store, row: Row, issue: Issue) -> None:
    """Add the stances of organisations that have said nothing yet.

    What an organisation has said itself stays said, and so does its reason.
    """
    spoken = {organisation.id for _, organisation in await store.issue_stances.list_stances(issue.id)}
    closed = issue.state not in OPEN and issue.seeded != ""
    given = await _read_stances(store, row)
    reasons, earlier = await _read_stance_reasons(store, row, given), await _read_earlier_versions(store, row, given)
    for organisation, stance in given.items():
        if organisation in spoken:
            continue
        if closed:
            raise RowError(stance, f"{issue.code} is closed: what was said of it stays as it is")
        said, why = {"issue_id": issue.id, "organisation_id": organisation}, reasons.get(organisation, "")
        version = earlier.get(organisation, issue.version)
        await store.issue_stances.store_stance(IssueStance(**said, stance=stance, reason=why, version=version))
        await store.issue_log.add_issue_log_entry(IssueLogEntry(**said, kind=STANCE, what=stance, text=why))


async def _read_stance_reasons(store: Store, row: Row, given: Collection[int]) -> dict[int, str]:
    """Return each organisation's reason by its id, from entries such as "eksempel: We wait."."""
    found: dict[int, str] = {}
    for entry in parse_texts_field(row, "reasons", most=ROOM):
        organisation, why = await _split_organisation(store, entry)
        if organisation is None or organisation.id not in given:
            wrong = f"{entry[:60]!r} begins with no organisation that says something of it, as in 'eksempel: We wait'"
            raise RowError("reasons", wrong)
        if len(why) > REASON:
            raise RowError("reasons", f"{organisation.code!r}: longer than {REASON} characters")
        found[organisation.id] = why
    return found


async def _read_earlier_versions(store: Store, row: Row, given: Collection[int]) -> dict[int, int]:
    """Return the version that an organisation spoke of by its id, where that is not the present version."""
    found = {}
    for code, version in parse_earlier_versions(row).items():
        organisation = await store.organisations.find_organisation_by_code(code)
        if organisation is None or organisation.id not in given:
            raise RowError("earlier", f"{code!r} is no organisation that says something of it")
        found[organisation.id] = version
    return found


def format_spoken_versions(said: Iterable[tuple[IssueStance, Organisation]], issue: Issue) -> list[str]:
    """Return which earlier version an organisation spoke of.

    Silence about a later text leaves the stance with the version that it was given for.
    """
    return [
        f"{organisation.code}: {stance.version}" for stance, organisation in said if stance.version != issue.version
    ]


async def seed_issue_followers(store: Store, row: Row, issue: Issue) -> None:
    for code in parse_texts_field(row, "followers", most=64):
        person = await store.people.find_person_by_reference(code)
        if person is None:
            raise RowError("followers", f"no person has the id {code!r}; load people first")
        await store.issue_followers.follow_issue(issue.id, person.id)


def format_stance_reasons(said: Iterable[tuple[IssueStance, Organisation]]) -> list[str]:
    """Return the reasons as each reader of the issue sees them beside the name."""
    return [f"{organisation.code}: {stance.reason}" for stance, organisation in said if stance.reason]


async def _read_stances(store: Store, row: Row) -> dict[int, str]:
    """Return each organisation's stance by its id."""
    found: dict[int, str] = {}
    for stance in STANCES:
        for code in parse_texts_field(row, stance, most=64):
            organisation = await store.organisations.find_organisation_by_code(code)
            if organisation is None:
                raise RowError(stance, f"no organisation has the id {code!r}")
            if organisation.id in found:
                raise RowError(stance, f"{code!r} stands under {found[organisation.id]} already: each says it once")
            found[organisation.id] = stance
    return found


async def seed_issue_evidence(store: Store, row: Row, issue: Issue) -> None:
    """Add evidence that is not there yet: "eksempel: 18 MW – We wait.", or the same without an organisation."""
    there = set(await format_attributed_evidence(store, issue))
    for entry in parse_texts_field(row, "evidence", most=ROOM):
        if entry in there:
            continue
        organisation, told = await _split_organisation(store, entry)
        id, (figure, text) = organisation.id if organisation is not None else None, _split_figure(told)
        await store.issue_log.add_issue_evidence(
            IssueEvidence(issue_id=issue.id, organisation_id=id, text=text, figure=figure, level=NAMED)
        )
        await store.issue_log.add_issue_log_entry(IssueLogEntry(issue_id=issue.id, kind=EVIDENCE, organisation_id=id))


async def _split_organisation(store: Store, entry: str) -> tuple[Organisation | None, str]:
    code, _, told = entry.partition(": ")
    organisation = await store.organisations.find_organisation_by_code(code) if told else None
    return (organisation, told) if organisation is not None else (None, entry)


def _split_figure(told: str) -> tuple[str, str]:
    """Split "18 MW – We wait." into its figure and its text.

    A text without a number and its unit has no figure.
    """
    figure, _, text = told.partition(" – ")
    return (figure, text) if text and len(figure) <= FIGURE_ROOM and is_figure(figure) else ("", told)


async def format_attributed_evidence(store: Store, issue: Issue) -> list[str]:
    """Return only evidence whose organisation everybody may know."""
    found = []
    for entry, organisation in await store.issue_log.list_issue_evidence(issue.id):
        if entry.level == NAMED:
            told = " – ".join(filter(None, (entry.figure, entry.text)))
            found.append(f"{organisation.code}: {told}" if organisation is not None else told)
    return found
