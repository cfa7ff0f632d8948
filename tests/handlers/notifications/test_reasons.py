"""Every refusal that a platform's table knows comes down to something that a reader is told what to do about."""

from __future__ import annotations

from datetime import UTC

from bot.platforms.slack import errors as slack
from bot.platforms.teams import errors as teams
from handlers.chat.say import Say
from handlers.notifications.delivery_failures import BLOCKED, FAILED, GONE, REMOVED, classify_failure, explain_failure

#: what only whoever runs the bot can do something about
BUGS = {
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
}
#: the message is there and stays as it is
FIXED = {"cant_delete_message", "cant_update_message", "edit_window_closed", "restricted_action_thread_locked"}


def refusals() -> dict[str, str]:
    """Code -> meaning, of both tables, without what may yet arrive."""
    known = slack.MEANING | {code: what for (_, code), what in teams.MEANING.items()} | {slack.NOT_INSTALLED: "gone"}
    return {code: what for code, what in known.items() if what in ("gone", "permanent")}


def test_every_refusal_of_the_platforms_has_its_class() -> None:
    classes = {code: classify_failure(code) for code in refusals()}
    assert {code for code, found in classes.items() if found == FAILED} == BUGS | FIXED
    assert set(classes.values()) == {BLOCKED, REMOVED, GONE, FAILED}


def test_every_refusal_but_bugs_is_explained_in_words() -> None:
    say = Say("nb", UTC)
    strange = explain_failure(say, "never_heard_of_it")[0]
    unexplained = {code for code in refusals() if explain_failure(say, code)[0] == strange}
    assert unexplained == BUGS
