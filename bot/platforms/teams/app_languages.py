"""Say the texts of the app package in each language: Teams shows those of its user's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from handlers.chat.say import Say
from handlers.chat.verb_help import map_verb_help

#: language of the manifest itself, and of the files beside it: our name -> Teams' name
DEFAULT, OTHERS = ("nb", "nb-no"), {"nn": "nn-no", "en": "en"}
SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.Localization.schema.json"
#: verbs of the command lists: of a private chat, and of teams and group chats
COMMANDS = (
    ("ask", "find", "solution", "meeting", "issue", "consultation", "who", "topics", "me", "help"),
    ("ask", "find", "meeting", "issue", "who", "help"),
)


def list_app_commands(say: Say, verbs: Sequence[str]) -> list[dict[str, str]]:
    """List what help says of the verbs, as a command list of the manifest has it."""
    described = map_verb_help(say)
    return [
        {"title": described[verb].word.removesuffix("…").strip(), "description": described[verb].brief}
        for verb in verbs
    ]


def map_app_texts(say: Say, arena_name: str, *, tab: bool = False) -> dict[str, str]:
    """Return each text of the manifest by where it stands there."""
    texts = {
        "name.full": say("{name} – questions and solutions in the network", name=arena_name),
        "description.short": say("Ask the network, find solutions and be ready for meetings."),
        "description.full": say(
            "Ask a question, and it goes to those in the network who know the topic, whether they use Teams or Slack."
            " What solved it is kept as a solution that everybody can find again. Here are also meetings, issues,"
            " consultations and who knows what. The bot reads what is written to it, and the answers in the threads it"
            " began. Write “help” to see what you can do."
        ),
    }
    actions = (
        (say("Find a solution"), say("Search solutions and answers")),
        (say("Ask the network"), say("Turn the message into a question to the network")),
        (say("Save as solution"), say("Save what the message tells as a solution that others can find")),
        (say("Raise as issue"), say("Turn the message into an issue that the network can support")),
    )
    for n, (title, description) in enumerate(actions):
        where = f"composeExtensions[0].commands[{n}]"
        texts |= {f"{where}.title": title, f"{where}.description": description}
    where = "composeExtensions[0].commands[0].parameters[0]"
    texts |= {f"{where}.title": say("Search"), f"{where}.description": say("What you wonder about, in your own words")}
    if tab:
        texts["staticTabs[1].name"] = say("Pages")
    for n, verbs in enumerate(COMMANDS):
        for at, command in enumerate(list_app_commands(say, verbs)):
            texts |= {f"bots[0].commandLists[{n}].commands[{at}].{name}": text for name, text in command.items()}
    return texts


def build_language_files(arena_name: str, longest_name: int, *, tab: bool = False) -> dict[str, dict[str, Any]]:
    """Build the file of each other language, by its name."""
    files = {}
    for language, tag in OTHERS.items():
        texts = map_app_texts(Say(language, UTC), arena_name, tab=tab)
        texts["name.full"] = texts["name.full"][:longest_name]
        files[f"{tag}.json"] = {"$schema": SCHEMA} | texts
    return files


def describe_languages() -> dict[str, Any]:
    """Return what the manifest says of the languages it comes in."""
    others = [{"languageTag": tag, "file": f"{tag}.json"} for tag in OTHERS.values()]
    return {"defaultLanguageTag": DEFAULT[1], "additionalLanguages": others}
