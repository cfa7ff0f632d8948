"""Count signatures by the version of the draft that each of them stands for: one of an earlier text is none of this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten
from handlers.policy.consultations import asked
from handlers.policy.issues.words import kinds
from storage.directory.organisations import Organisation
from storage.policy.consultation_responses import YES, ConsultationVoice
from storage.policy.consultations import Consultation

Said = Sequence[tuple[ConsultationVoice, Organisation]]
#: characters of a list of names
NAMES = 600


def group_by_version(said: Said) -> dict[int, list[Organisation]]:
    """Return version -> the organisations that signed that one last, the newest version first."""
    found: dict[int, list[Organisation]] = {}
    for voice, house in said:
        if voice.signs == YES:
            found.setdefault(voice.version, []).append(house)
    return dict(sorted(found.items(), reverse=True))


def draw_count(say: Say, said: Said, consultation: Consultation) -> list[str]:
    """Return "3 parks sign version 2" and "1 cluster has signed version 1 only", as far as there are any."""
    return [
        say.many(
            "{who} signs version {version}",
            "{who} sign version {version}",
            len(houses),
            who=kinds(say, houses),
            version=version,
        )
        if version == consultation.version
        else say.many(
            "{who} has signed version {version} only",
            "{who} have signed version {version} only",
            len(houses),
            who=kinds(say, houses),
            version=version,
        )
        for version, houses in group_by_version(said).items()
    ]


def draw_short_count(say: Say, signed: Mapping[int, int], consultation: Consultation) -> str:
    """Return the counts for a line of a list: version -> how many signed that one last."""
    now = signed.get(consultation.version, 0)
    older = sum(signed.values()) - now
    told = (
        say.many("{n} signs version {version}", "{n} sign version {version}", now, version=consultation.version)
        if now
        else "",
        say.many("{n} has signed an earlier version only", "{n} have signed an earlier version only", older)
        if older
        else "",
    )
    return " · ".join(filter(None, told))


async def list_for_sender(at: Turn | View, consultation: Consultation) -> list[str]:
    """Return who signs the text as it stands, who signed another one, and who has said nothing."""
    say, said = at.say, await at.store.voices.of(consultation.id)
    signed = group_by_version(said)
    now = signed.pop(consultation.version, [])
    version = consultation.version
    lines = [say("Nobody has signed version {n}.", n=version)] if version and not now else []
    if now:
        lines.append(say("Signed version {n}: {organisations}.", n=version, organisations=_list_names(say, now)))
    for older, houses in signed.items():
        text = say("Signed version {n} only, not this one: {organisations}.", n=older,
                   organisations=_list_names(say, houses))  # fmt: skip
        lines.append(text)
    silent = await _find_silent(at, consultation, said)
    if silent:
        lines.append(say("Have not answered: {organisations}.", organisations=_list_names(say, silent)))
    return lines


async def _find_silent(at: Turn | View, consultation: Consultation, said: Said) -> list[Organisation]:
    """Return who has not answered; that it concerns them is an answer as long as there is no draft."""
    houses = await asked.houses(at.store, consultation)
    heard = asked.answered(said, houses, consultation)
    heard |= {voice.organisation_id for voice, _ in said if voice.signs == YES or not consultation.version}
    return [house for house in houses if house.id not in heard]


async def draw_for_sender(at: Turn | View, consultation: Consultation) -> list[Part]:
    """Draw the same as a paragraph."""
    lines = await list_for_sender(at, consultation)
    return [Text("\n".join(lines))] if lines else []


def _list_names(say: Say, houses: Sequence[Organisation]) -> str:
    return shorten(say.listed([house.name for house in houses]), NAMES)
