"""Explain why a message did not arrive, and what to do: one table from the platforms' short codes."""

from __future__ import annotations

from handlers.chat.say import Say

#: the bot is not in the room (any more)
OUTSIDE = frozenset({
    "removed", "not_in_channel", "channel_not_found", "BotNotInConversationRoster", "ConversationNotFound",
    "ForbiddenOperationException",
})  # fmt: skip
ARCHIVED = frozenset({"archived", "is_archived", "channel_is_archived", "is_inactive"})
#: the room itself is gone
ERASED = frozenset({"deleted"})
#: an administrator has disabled the bot for the whole workspace
DISABLED = frozenset({"BotDisabledByAdmin"})
#: the room exists, but the bot may not write in it
MUTE = DISABLED | frozenset({
    "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel", "no_permission", "NotEnoughPermissions", "MessageWritesBlocked",
})  # fmt: skip
#: the person is gone, or accepts no messages
CLOSED = frozenset({
    "user_not_found", "user_disabled", "user_not_visible", "user_not_in_channel", "messages_tab_disabled",
    "cannot_dm_bot", "ConversationBlockedByUser", "UserBlocked", "MemberNotFound", "MemberNotFoundInConversation",
    "UserNotFound",
})  # fmt: skip
#: the bot's own credentials or permissions were rejected
SHUT = frozenset({
    "account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", "missing_scope",
    "not_allowed_token_type",
})  # fmt: skip
#: the bot is not installed in the workspace (any more)
UNINSTALLED = frozenset({"not_installed"})
#: the secretariat has blocked the whole workspace
SHUT_OUT = frozenset({"shut_out"})
#: the message or its thread is gone
DELETED = frozenset({
    "message_not_found", "thread_not_found", "ActivityNotFoundInConversation", "http_404", "not_sent_privately",
})  # fmt: skip
#: the message exists, but cannot be changed or replied to
FIXED = frozenset({
    "cant_update_message", "cant_delete_message", "edit_window_closed", "restricted_action_thread_locked",
})  # fmt: skip
#: nothing can be posted in the room any more
LOST = OUTSIDE | ARCHIVED | ERASED | MUTE | UNINSTALLED | SHUT_OUT

#: Classes of errors: an administrator blocks it; the bot is not there any more; the place or the message is gone;
#: another failure.
BLOCKED, REMOVED, GONE, FAILED = "blocked", "removed", "gone", "failed"


def classify_failure(code: str) -> str:
    """Return BLOCKED, REMOVED, GONE or FAILED."""
    if code in MUTE | SHUT:
        return BLOCKED
    if code in OUTSIDE | UNINSTALLED:
        return REMOVED
    return GONE if code in ARCHIVED | ERASED | CLOSED | DELETED | SHUT_OUT else FAILED


def explain_failure(say: Say, code: str) -> tuple[str, str]:
    """Return why the message did not arrive, and what to do about it."""
    if code in OUTSIDE:
        return say("I am not in the room"), say("Invite me to the channel again.")
    if code in ARCHIVED:
        return say("the room is archived"), say("Restore the channel, or link its topics to another one.")
    if code in ERASED:
        return say("the channel was deleted"), say("Link its topics to another channel.")
    if code in DISABLED:
        return say("an administrator has switched me off"), say(
            "Ask an administrator of that chat to allow the app, then send a test card."
        )
    if code in MUTE:
        return say("I may not write in the room"), say(
            "Ask an owner of the channel to let me post, then invite me again."
        )
    if code in UNINSTALLED:
        return say("I was removed from the workspace"), say("Ask one of its administrators to install me again.")
    if code in SHUT_OUT:
        return say("its workspace is blocked"), say("The secretariat can let it in again, under “admin”.")
    if code in CLOSED:
        return say("the person cannot be reached"), say("Contact the person another way; they may have left.")
    if code in SHUT:
        return say("the chat platform does not let me in"), say("Ask whoever runs the bot to run “check”.")
    if code in DELETED:
        return say("the message no longer exists"), say(
            "Somebody deleted it in the chat. You do not need to do anything."
        )
    if code in FIXED:
        return say("the message cannot be changed"), say("Read the latest version where I have linked to it.")
    if code.startswith("draw:"):
        return say("an error in the bot"), say("Send the code to whoever runs the bot: {code}", code=code)
    return say("the chat platform refused"), say("Send the code to whoever runs the bot: {code}", code=code)
