"""Provide the page's own few texts, in the member's language; everything else comes from handlers or members."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.chat.verb_help import ADMIN, SETUP, map_verb_help


def build_page_texts(say: Say) -> dict[str, str]:
    """Return the texts by the name the page asks for. The page itself fills in a text with {braces}."""
    parts = (
        _build_first_page_texts,
        _build_frame_texts,
        _build_day_texts,
        _build_library_texts,
        _build_message_texts,
        _build_composer_texts,
        _build_error_texts,
    )
    return {name: text for build in parts for name, text in build(say).items()}


def _build_first_page_texts(say: Say) -> dict[str, str]:
    return {
        "try": say("Try {bot}"),
        "about": say(
            "{bot} takes a question to those in the network who know, "
            "and brings their answers back to the one who asked."
        ),
        "begin": say("Be {asks} and ask “{question}”, then answer as {answers}; {keeps} is the secretariat."),
        "begin_as": say("Begin as {name}"),
        "playground_about": say(
            "Everything here is invented and stays on this machine. Write to the bot as you would in Slack or Teams."
        ),
        "who": say("Who are you?"),
        "no_people": say("Nobody is here yet. Add the first person."),
    }


def _build_frame_texts(say: Say) -> dict[str, str]:
    return {
        "skip": say("Skip to the messages"),
        "playground": say("Playground"),
        "people": say("People"),
        "be": say("Act as {name}"),
        "now": say("You are {name}"),
        "change": say("Switch"),
        "new_person": say("New person"),
        "name": say("Name"),
        "language": say("Language"),
        "add": say("Add"),
        "home": say("Home"),
        "direct": say("Chat with {bot}"),
        "places": say("Places"),
        "channels": say("Channels"),
        "new_channel": say("New channel"),
        "channel_name": say("Channel name"),
        "channel_hint": say("Small letters, digits and hyphens."),
        "purpose": say("Purpose"),
        "menu": say("Menu"),
        "close": say("Close"),
        "find": say("Find a solution"),
        "results": say("Hits for “{text}”"),
        "no_results": say("Nothing found. Try other words, or ask the network."),
        "unread": say("{n} new"),
        "waiting": say("{name} has something new from {bot}"),
        "secretariat": say("Secretariat"),
        "guest": say("Guest"),
        "member": say("Member"),
        "contact": say("Contact"),
        "deputy": say("Deputy"),
        "leads": say("Topic lead: {topics}"),
        "bot_here": say("{bot} is in the channel"),
        "bot_not_here": say("{bot} is not in this channel and does not see what is written here."),
        "invite": say("Invite {bot}"),
        "take_out": say("Remove {bot}"),
    }  # fmt: skip


def _build_day_texts(say: Say) -> dict[str, str]:
    return {
        "beside": say("Two people side by side"),
        "beside_pane": say("{n}: the page as {name}"),
        "beside_end": say("One person"),
        "playground_more": say("More in the playground"),
        "anew": say("Begin anew"),
        "anew_sure": say("Begin anew? Everything written here goes, and the sample network is built again."),
        "anew_wait": say("The sample network is being built. This takes a few seconds."),
        "day_here": say("In the playground it is {day}"),
        "next_day": say("Next day"),
        "moving": say("Going to the next day …"),
        "moved": say("It is {day}. What fell due on the way has been delivered."),
    }


def _build_library_texts(say: Say) -> dict[str, str]:
    return {
        "library": say("All solutions"),
        "library_find": say("Search in the solutions"),
        "library_count": say("{n} of {all} solutions"),
        "library_empty": say("No solutions yet."),
        "library_empty_hint": say("When something has worked, save it here so that others find it."),
        "library_none": say("No solution fits."),
        "sort_by": say("Sort"),
        "sort_topic": say("By topic"),
        "sort_newest": say("Newest first"),
        "sort_title": say("By title"),
        "filters": say("Filters"),
        "filters_on": say("Filters ({n} chosen)"),
        "filters_off": say("Show all"),
        "by_topic": say("Topic"),
        "by_kind": say("Maturity"),
        "by_organisation": say("Organisation"),
        "by_level": say("Who sees it"),
        "read_all": say("Mark all as read"),
    }


def _build_message_texts(say: Say) -> dict[str, str]:
    return {
        "today": say("Today"),
        "yesterday": say("Yesterday"),
        "older": say("Show older messages"),
        "messages": say("Messages in {place}"),
        "only_you": say("Only visible to you"),
        "edited": say("edited"),
        "removed": say("This message was deleted."),
        "app": say("bot"),
        "thread": say("Thread"),
        "reply": say("Reply in thread"),
        "reply_one": say("1 reply"),
        "reply_many": say("{n} replies"),
        "last_reply": say("last {when}"),
        "to_newest": say("To the newest message"),
        "new_messages": say("New messages"),
        "more_fields": say("More"),
        "more": say("More actions"),
        "more_buttons": say("More buttons"),
        "react": say("React with {emoji}"),
        "reacted": say("{emoji} from {names}"),
        "ask_network": say("Ask the network"),
        "save_solution": say("Save as solution"),
        "raise_issue": say("Raise as issue"),
        "copy_link": say("Copy link"),
        "copied": say("The link is copied."),
        "edit": say("Edit"),
        "delete": say("Delete"),
        "delete_sure": say("Delete the message? This cannot be undone."),
        "empty_channel": say("Nothing is written here yet."),
        "empty_channel_hint": say("Write {mention} and your question, and the bot finds out who can answer."),
        "empty_direct": say("This is your own chat with {bot}."),
        "empty_direct_hint": say("Ask as you would ask a colleague, or write {verb}."),
        "empty_thread": say("No replies yet."),
    }  # fmt: skip


def _build_composer_texts(say: Say) -> dict[str, str]:
    return {
        "write_to": say("Write to {place}"),
        "write_reply": say("Write a reply"),
        "write_hint": say("Enter sends, Shift + Enter makes a new line."),
        "suggestions": say("Suggestions"),
        "send": say("Send"),
        "attach": say("Attach pictures or tables"),
        "attached": say("Attached"),
        "detach": say("Remove {name}"),
        "file": say("File"),
        "too_large": say("The file is too large."),
        "save": say("Save"),
        "cancel": say("Cancel"),
        "yes": say("Yes"),
        "sure": say("Are you sure?"),
        "choose": say("Choose"),
        "not_chosen": say("Not chosen"),
        "find_option": say("Search the list"),
        "type_to_search": say("Type to search"),
        "chosen_options": say("Chosen"),
        "remove_option": say("Remove"),
        "no_option": say("Nothing found."),
        "found_options": say("{n} of {all}"),
        "optional": say("optional"),
        "missing": say("Fill in this field."),
        "missing_choice": say("Choose one."),
        "too_long": say("At most {n} characters. Now it is {now}."),
        "draft_kept": say("What you wrote last time is still here."),
        "draft_drop": say("Start again"),
    }  # fmt: skip


def _build_error_texts(say: Say) -> dict[str, str]:
    return {
        "offline": say("No contact with the bot. Trying again …"),
        "failed": say("That did not work now. Your text is still here: try again in a little while."),
        "gone": say("That is no longer here."),
    }  # fmt: skip


def list_command_hints(say: Say) -> list[tuple[str, str]]:
    """Return the words that may follow `/arena` and what each does, in the member's language."""
    verbs = {name: one for name, one in map_verb_help(say).items() if name not in (SETUP, ADMIN)}
    return [(one.word.removesuffix("…").strip(), one.brief) for one in verbs.values()]
