"""Draw the buttons of the stances that an organisation may take to an issue."""

from __future__ import annotations

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.policy.issues.text_fingerprints import build_stance_value
from storage.policy.issues import Issue


def draw_stance_buttons(say: Say, issue: Issue, organisation_id: int | None = None) -> tuple[Button, ...]:
    """Draw the buttons. Each carries the version of the text that is shown beside it."""
    value = build_stance_value(issue, organisation_id).encode_value()
    return (
        Button(say("Support"), "issues.support", value, "primary"),
        Button(say("Support if …"), "issues.conditional", value),
        Button(say("Neutral"), "issues.neutral", value),
        Button(say("Oppose"), "issues.against", value),
    )
