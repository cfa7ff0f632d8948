"""Name the possible responses to a consultation, and describe them."""

from __future__ import annotations

from handlers.chat.say import Say
from storage.policy.consultation_responses import NO, YES, ConsultationResponse

#: Responses an organisation can give: the name that the log stores. ACTIONS has the button of each.
AFFECTED, UNAFFECTED, SIGNS, NOT_NOW = "affected", "unaffected", "signs", "not_now"
ACTIONS = {name: f"consultations.{name}" for name in (AFFECTED, UNAFFECTED, NOT_NOW)} | {SIGNS: "consultations.sign"}


def describe_response_entry(say: Say, what: str) -> str:
    """Describe a log entry: "not_now", "signs:2". Entries of earlier releases hold "signs" without a version."""
    word, _, version = what.partition(":")
    return describe_signed_version(say, int(version)) if version else _list_response_labels(say).get(word, what)


def describe_response(say: Say, response: ConsultationResponse) -> str:
    """Describe the response of an organisation."""
    if response.signs == YES:
        return describe_signed_version(say, response.version)
    # An organisation may have signed before it said that it is not affected.
    word = (
        NOT_NOW if response.signs and response.affected != NO else AFFECTED if response.affected == YES else UNAFFECTED
    )
    return _list_response_labels(say)[word]


def describe_signed_version(say: Say, version: int) -> str:
    """Return "signs version 2"."""
    return say("co-signs version {n}", n=version)


def _list_response_labels(say: Say) -> dict[str, str]:
    return {
        AFFECTED: say("it concerns us"),
        UNAFFECTED: say("it does not concern us"),
        SIGNS: say("co-signs"),
        NOT_NOW: say("not now"),
    }
