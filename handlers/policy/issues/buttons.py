"""What an organisation may say of an issue, as buttons."""

from __future__ import annotations

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.policy.issues.seals import value_of
from storage.policy.issues import Issue


def stances(say: Say, issue: Issue, organisation_id: int | None = None) -> tuple[Button, ...]:
    """What an organisation may say; each carries the version of the text that is shown beside it."""
    value = value_of(issue, organisation_id).write()
    return (
        Button(say("Support"), "issues.support", value, "primary"),
        Button(say("Support if …"), "issues.conditional", value),
        Button(say("Neutral"), "issues.neutral", value),
        Button(say("Oppose"), "issues.against", value),
    )
