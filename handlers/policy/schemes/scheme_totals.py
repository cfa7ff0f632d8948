"""Count what may be published of the reports on a scheme, by the rules of
`handlers.policy.rounds.disclosure_control`.

An organisation reports once a year, and that report comes into one edition. Published results of a year therefore
never overlap. A new year is a new count of those who report in it, whatever they said the year before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.chat.cards import Part, Quote, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.policy.rounds import disclosure_control, edition_previews, editions, round_texts
from handlers.policy.rounds.disclosure_control import anonymise_words
from storage.kit.database import Store
from storage.policy.published_editions import PublishedEdition
from storage.policy.rounds import NAMED, PRIVATE
from storage.policy.schemes import HIT, MISSED, Scheme

MOST_REASONS = 12


@dataclass(frozen=True, slots=True)
class SchemeEditionDraft:
    """Hold what the next edition says, and whose reports are in it."""

    data: dict[str, Any]
    counted: set[tuple[str, int]]

    @property
    def fingerprint(self) -> str:
        """Return a number for the content of the edition. It is equal if nothing has changed since the preview."""
        return edition_previews.fingerprint_edition(self.data, self.counted)


def build_scheme_key(scheme_id: int, year: int) -> str:
    return f"scheme:{scheme_id}:{year}"


async def build_scheme_edition_draft(store: Store, scheme: Scheme, year: int) -> SchemeEditionDraft | None:
    """Count what the next edition may say. Return None if too few have reported since the last one."""
    before = await store.published_editions.list_organisations_counted_in(build_scheme_key(scheme.id, year))
    new = [
        report
        for report, _ in await store.schemes.list_scheme_reports(scheme.id, year)
        if report.organisation_id not in before
    ]
    counts = {verdict: sum(report.verdict == verdict for report in new) for verdict in (HIT, MISSED)}
    told = disclosure_control.blur_counts(counts)
    if told is None:
        return None
    reasons = [report.organisation_id for report in new if report.reason and report.shared != PRIVATE]
    counted = {(build_scheme_key(scheme.id, year), report.organisation_id) for report in new}
    return SchemeEditionDraft({"year": year, "n": len(new), "told": told, "reasons": reasons}, counted)


def describe_scheme_edition(say: Say, edition: PublishedEdition) -> str:
    """Return "2027: 14 medlemmer – Treffer: 5 · Treffer ikke: 9"."""
    verdicts = round_texts.list_verdict_labels(say)
    told = " · ".join(
        f"{verdicts[name]}: {editions.describe_disclosed_count(say, value)}"
        for name, value in edition.data["told"].items()
    )
    members = say.many("{n} member", "{n} members", edition.data["n"])
    return f"{edition.data['year']}: {members} – {told}"


async def list_shared_reasons(store: Store, edition: PublishedEdition, say: Say) -> list[tuple[str, str]]:
    """Return words and whose they are if the name is shared.

    Only reasons that are still shared are returned, in alphabetical order, so that the order tells nothing.
    """
    names, found = [organisation.name for organisation in await store.organisations.list_known_organisations()], []
    for organisation_id in edition.data["reasons"]:
        report = await store.schemes.find_scheme_report(edition.scheme_id or 0, organisation_id, edition.data["year"])
        organisation = await store.organisations.find(organisation_id)
        if report is None or organisation is None or not report.reason or report.shared == PRIVATE:
            continue
        named = report.shared == NAMED
        text = report.reason if named else anonymise_words(report.reason, names, say("a member"))
        found.append(
            (f"{round_texts.list_verdict_labels(say)[report.verdict]}: {text}", organisation.name if named else "")
        )
    return sorted(found)


async def draw_scheme_edition(at: Turn | View, edition: PublishedEdition) -> list[Part]:
    say = at.say
    head = say("Edition {n}, {day}", n=edition.number, day=say.format_day(edition.made_at))
    return [Text(head, "strong"), *await draw_scheme_edition_content(at, edition)]


async def draw_scheme_edition_content(at: Turn | View, edition: PublishedEdition) -> list[Part]:
    """Draw the counts, and the reasons that members share."""
    say = at.say
    found: list[Part] = [Text(describe_scheme_edition(say, edition))]
    if disclosure_control.UNTOLD in edition.data["told"].values():
        found.append(Text(say("The breakdown is not shown: it could reveal what each one said."), "subtle"))
    found += [Quote(text, by) for text, by in (await list_shared_reasons(at.store, edition, say))[:MOST_REASONS]]
    return found
