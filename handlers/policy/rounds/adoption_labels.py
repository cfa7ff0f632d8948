"""Name what is asked about adoption: how far an organisation has come, and whether others see its name."""

from __future__ import annotations

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.policy.rounds import (
    ADOPTION,
    ADOPTION_STATES,
    ASK_ME,
    DONE,
    IRRELEVANT,
    NAMED,
    PEERS,
    PLANNED,
    PRIVATE,
    UNDERWAY,
    UNNAMED,
    RoundField,
)

#: state -> the action of its button
ACTIONS = {state: f"rounds.{state}" for state in ADOPTION_STATES}


def build_adoption_field(question: str) -> RoundField:
    """Return the one field of such a round. The question is its name, so that it counts as one in two rounds."""
    return RoundField(kind=ADOPTION, label=question, unit="", options=list(ADOPTION_STATES))


def label_adoption_states(say: Say) -> dict[str, str]:
    return {
        DONE: say("Have done it"),
        UNDERWAY: say("Under way"),
        PLANNED: say("Planning it"),
        IRRELEVANT: say("Not relevant"),
        ASK_ME: say("Ask me"),
    }


def label_round_option(say: Say, kind: str, option: str) -> str:
    """Return what an option is called: its own words, or those of the bot where it asks about adoption."""
    return label_adoption_states(say).get(option, option) if kind == ADOPTION else option


def label_name_sharing(say: Say) -> dict[str, str]:
    """Return whether others see the name, as an answer keeps it."""
    return {
        PRIVATE: say("Only the secretariat sees your name"),
        UNNAMED: say("Your name is no longer shown"),
        PEERS: say("Those who plan it too see your name, if they agree to show theirs"),
        NAMED: say("Everyone who was asked sees your name"),
    }


def draw_adoption_buttons(say: Say, round_id: int, organisation_id: int, but: str = "") -> tuple[Button, ...]:
    """Draw a button for each state, without the one that is said already."""
    value = AnswerValue(round_id, organisation_id).encode_value()
    return tuple(
        Button(label, ACTIONS[state], value) for state, label in label_adoption_states(say).items() if state != but
    )
