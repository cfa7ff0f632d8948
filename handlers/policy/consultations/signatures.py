"""Count signatures by the version of the draft. A signature of an earlier version is none of the current one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.chat.cards import Part, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, View
from handlers.policy.consultations import recipients
from handlers.policy.issues.issue_texts import describe_organisation_kinds
from storage.directory.organisations import Organisation
from storage.policy.consultation_responses import YES, ConsultationResponse
from storage.policy.consultations import Consultation

Said = Sequence[tuple[ConsultationResponse, Organisation]]
#: maximum number of characters of a list of names
NAMES = 600


def group_signers_by_version(said: Said) -> dict[int, list[Organisation]]:
    """Return version -> the organisations whose latest signature is for that version, newest version first."""
    found: dict[int, list[Organisation]] = {}
    for response, organisation in said:
        if response.signs == YES:
            found.setdefault(response.version, []).append(organisation)
    return dict(sorted(found.items(), reverse=True))


def describe_signature_counts(say: Say, said: Said, consultation: Consultation) -> list[str]:
    """Return "3 parks sign version 2" and "1 cluster has signed version 1 only", leaving out what is empty."""
    return [
        say.many(
            "{who} co-signs version {version}",
            "{who} co-sign version {version}",
            len(organisations),
            who=describe_organisation_kinds(say, organisations),
            version=version,
        )
        if version == consultation.version
        else say.many(
            "{who} has co-signed only version {version}",
            "{who} have co-signed only version {version}",
            len(organisations),
            who=describe_organisation_kinds(say, organisations),
            version=version,
        )
        for version, organisations in group_signers_by_version(said).items()
    ]


def describe_short_signature_count(say: Say, signed: Mapping[int, int], consultation: Consultation) -> str:
    """Return the counts for a list item. `signed` maps a version to the number of its latest signatures."""
    now = signed.get(consultation.version, 0)
    older = sum(signed.values()) - now
    told = (
        say.many("{n} co-signs version {version}", "{n} co-sign version {version}", now, version=consultation.version)
        if now
        else "",
        say.many("{n} has co-signed only an earlier version", "{n} have co-signed only an earlier version", older)
        if older
        else "",
    )
    return " · ".join(filter(None, told))


async def describe_signatures_for_sender(at: ReaderContext | View, consultation: Consultation) -> list[str]:
    """Return lines on who signed the current text, who signed another, and who has not answered."""
    say, said = at.say, await at.store.consultation_responses.list_responses(consultation.id)
    signed = group_signers_by_version(said)
    now = signed.pop(consultation.version, [])
    version = consultation.version
    lines = [say("Nobody has co-signed version {n}.", n=version)] if version and not now else []
    if now:
        lines.append(
            say(
                "Have co-signed version {n}: {organisations}.",
                n=version,
                organisations=_describe_signer_names(say, now),
            )
        )
    for older, organisations in signed.items():
        text = say("Have co-signed only version {n}, not this one: {organisations}.", n=older,
                   organisations=_describe_signer_names(say, organisations))  # fmt: skip
        lines.append(text)
    return lines + await _describe_silent_organisations(at, consultation)


async def draw_silent_organisations(at: ReaderContext, consultation: Consultation) -> list[Part]:
    """Draw for whoever sees to it who has not answered."""
    return [Text(line, "subtle") for line in await _describe_silent_organisations(at, consultation)]


async def _describe_silent_organisations(at: ReaderContext | View, consultation: Consultation) -> list[str]:
    silent = await list_organisations_without_answer(at, consultation)
    if not silent:
        return []
    return [at.say("Have not answered: {organisations}.", organisations=_describe_signer_names(at.say, silent))]


async def list_organisations_without_answer(at: ReaderContext | View, consultation: Consultation) -> list[Organisation]:
    """Return the organisations that have not answered.

    "It concerns us" is an answer as long as there is no draft.
    """
    said = await at.store.consultation_responses.list_responses(consultation.id)
    organisations = await recipients.list_recipient_organisations(at.store, consultation)
    heard = recipients.list_answered_organisation_ids(said, organisations, consultation)
    heard |= {response.organisation_id for response, _ in said if response.signs == YES or not consultation.version}
    return [organisation for organisation in organisations if organisation.id not in heard]


async def draw_signatures_for_sender(at: ReaderContext | View, consultation: Consultation) -> list[Part]:
    """Draw the lines for the sender as one paragraph."""
    lines = await describe_signatures_for_sender(at, consultation)
    return [Text("\n".join(lines))] if lines else []


def _describe_signer_names(say: Say, organisations: Sequence[Organisation]) -> str:
    return shorten_text(say.listed([organisation.name for organisation in organisations]), NAMES)
