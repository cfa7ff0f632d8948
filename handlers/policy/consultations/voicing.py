"""What an organisation can say of a consultation, and how that is called."""

from __future__ import annotations

from handlers.chat.say import Say
from storage.policy.consultation_responses import NO, YES, ConsultationVoice

#: what it can say -> what is kept of it, and the action by which it is said
AFFECTED, UNAFFECTED, SIGNS, NOT_NOW = "affected", "unaffected", "signs", "not_now"
ACTIONS = {name: f"consultations.{name}" for name in (AFFECTED, UNAFFECTED, NOT_NOW)} | {SIGNS: "consultations.sign"}


def name_word(say: Say, what: str) -> str:
    """Return an entry of the history in words: "not_now", "signs:2"; "signs" in entries of earlier releases."""
    word, _, version = what.partition(":")
    return name_signature(say, int(version)) if version else _names(say).get(word, what)


def name_voice(say: Say, voice: ConsultationVoice) -> str:
    """Return in words how an organisation stands."""
    if voice.signs == YES:
        return name_signature(say, voice.version)
    # whom it does not concern after all may have signed before
    word = NOT_NOW if voice.signs and voice.affected != NO else AFFECTED if voice.affected == YES else UNAFFECTED
    return _names(say)[word]


def name_signature(say: Say, version: int) -> str:
    """Return what is signed, by its version: "signs version 2"."""
    return say("signs version {n}", n=version)


def _names(say: Say) -> dict[str, str]:
    return {
        AFFECTED: say("it concerns us"),
        UNAFFECTED: say("it does not concern us"),
        SIGNS: say("signs"),
        NOT_NOW: say("not now"),
    }
