"""Count what may be told of the reports about a scheme, by the rules of `handlers.policy.rounds.floor`.

An organisation reports once a year, and that report comes into one edition: what is published of a year never overlaps.
A new year is a new count of those who report in it, whatever they said the year before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.chat.cards import Part, Quote, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.policy.rounds import editions, floor, previews, words
from handlers.policy.rounds.unnamed import without_names
from storage.kit.database import Store
from storage.policy.published_editions import Edition
from storage.policy.rounds import NAMED, PRIVATE
from storage.policy.schemes import HIT, MISSED, Scheme

#: reasons that are shown, and their characters in a draft of an issue
MOST = 12


@dataclass(frozen=True, slots=True)
class Result:
    """What the next edition says, and whose reports are in it."""

    data: dict[str, Any]
    counted: set[tuple[str, int]]

    @property
    def fingerprint(self) -> str:
        """Return a number for what the edition would hold: equal where nothing has changed since the preview."""
        return previews.fingerprint(self.data, self.counted)


def key(scheme_id: int, year: int) -> str:
    return f"scheme:{scheme_id}:{year}"


async def found(store: Store, scheme: Scheme, year: int) -> Result | None:
    """Count what the next edition may say; None where too few have reported since the last one."""
    before = await store.editions.counted(key(scheme.id, year))
    new = [report for report, _ in await store.schemes.reports(scheme.id, year) if report.organisation_id not in before]
    counts = {verdict: sum(report.verdict == verdict for report in new) for verdict in (HIT, MISSED)}
    told = floor.spread(counts)
    if told is None:
        return None
    reasons = [report.organisation_id for report in new if report.reason and report.shared != PRIVATE]
    counted = {(key(scheme.id, year), report.organisation_id) for report in new}
    return Result({"year": year, "n": len(new), "told": told, "reasons": reasons}, counted)


def line(say: Say, edition: Edition) -> str:
    """ "2027: 14 medlemmer – Treffer: 5 · Treffer ikke: 9"."""
    verdicts = words.verdicts(say)
    told = " · ".join(f"{verdicts[name]}: {editions.count(say, value)}" for name, value in edition.data["told"].items())
    members = say.many("{n} member", "{n} members", edition.data["n"])
    return f"{edition.data['year']}: {members} – {told}"


async def reasons(store: Store, edition: Edition, say: Say) -> list[tuple[str, str]]:
    """Words and whose they are, where that is told; as far as they are still shared. In no one's order."""
    names, found = [house.name for house in await store.organisations.all()], []
    for organisation_id in edition.data["reasons"]:
        report = await store.schemes.report(edition.scheme_id or 0, organisation_id, edition.data["year"])
        house = await store.organisations.find(organisation_id)
        if report is None or house is None or not report.reason or report.shared == PRIVATE:
            continue
        named = report.shared == NAMED
        text = report.reason if named else without_names(report.reason, names, say("a member"))
        found.append((f"{words.verdicts(say)[report.verdict]}: {text}", house.name if named else ""))
    return sorted(found)


async def parts(at: Turn | View, edition: Edition) -> list[Part]:
    say = at.say
    head = say("Edition {n}, {day}", n=edition.number, day=say.day(edition.made_at))
    return [Text(head, "strong"), *await draw_content(at, edition)]


async def draw_content(at: Turn | View, edition: Edition) -> list[Part]:
    """Draw the counts, and the reasons that members share."""
    say = at.say
    found: list[Part] = [Text(line(say, edition))]
    if floor.UNTOLD in edition.data["told"].values():
        found.append(Text(say("How they are divided is not told: it could show what each has said."), "subtle"))
    found += [Quote(text, by) for text, by in (await reasons(at.store, edition, say))[:MOST]]
    return found
