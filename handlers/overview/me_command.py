"""Answer `meg` with the reader's profile; words after it are carried out."""

from __future__ import annotations

import dataclasses

from handlers.access import rights
from handlers.access.rights import audit_trail
from handlers.chat import verbs
from handlers.chat.cards import Buttons, Card, Reply, Text
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.accounts import account_linking
from handlers.directory.departures import departure_forms
from handlers.directory.members import notification_hours, organisation_switch
from handlers.directory.members.member_welcome import draw_language_buttons, set_member_language
from handlers.directory.members.profile import draw_profile_card
from handlers.overview.privacy import erasure_requests, personal_data_export

router = Router()
#: names of languages as `verbs.fold_word` returns them -> code
SPOKEN = {
    "nb": "nb", "bokmal": "nb", "norsk": "nb", "norwegian": "nb",
    "nn": "nn", "nynorsk": "nn",
    "en": "en", "engelsk": "en", "english": "en",
}  # fmt: skip
#: words before the name of a language
LANGUAGE = ("sprak", "language", "mal")
#: first words of a line that orders a language
CHANGE = ("bytt", "byt", "skift", "skriv", "switch", "change", "write")
#: words between "bytt" and the organisation
TO = ("til", "to")


@router.on(Command, "me")
async def on_me(event: Command, turn: Turn) -> Reply | None:
    """Answer `meg`, `meg språk nynorsk`, `meg pause til fredag`, `meg koble`, `meg slutt`, `meg mine data` ..."""
    words, what = event.text.split(), notification_hours.find_hours_keyword(event.text)
    rest = event.text.split(maxsplit=1)[1] if len(words) > 1 else ""
    if notification_hours.is_hours_range(event.text):
        what, rest = notification_hours.NOTICES[0], event.text
    if what:
        return await notification_hours.handle_typed_hours(turn, what, rest)
    match verbs.fold_word(words[0]) if words else "":
        case "koble" | "kople" | "link":
            return await account_linking.handle_typed_link(turn, rest)
        case "bytt" | "byt" | "switch":
            to, _, name = rest.partition(" ")
            return await organisation_switch.switch_by_name(turn, name if verbs.fold_word(to) in TO else rest)
        case "slutt" | "slutter" | "sluttar" | "leave":
            return await departure_forms.draw_departure_choice(turn)
    match verbs.parse_command(event.text)[0]:
        case "data":
            return await personal_data_export.on_data(event, turn)
        case "erase":
            return await erasure_requests.on_erase(event, turn)
    language = SPOKEN.get(verbs.fold_word(words[-1]), "") if words else ""
    if not language and len(words) > 1 and verbs.fold_word(words[0]) in LANGUAGE:
        return _ask_language(turn, rest)
    if not language:
        return Reply(await draw_profile_card(turn))
    await audit_trail.record_typed_action(turn, "members.language")
    return await set_member_language(turn, language)


async def answer_language(event: Command, turn: Turn) -> Reply | None:
    """Write the language that "språk nynorsk" names from now on; without one, show where to choose it."""
    named = find_named_language(event.text)
    return await rights.run_inner_action(turn, dataclasses.replace(event, name="me", text=named))


def orders_language(text: str) -> bool:
    """Return True for "bytt språk til nynorsk", which says which language to write."""
    return verbs.fold_word(text.split(maxsplit=1)[0]) in CHANGE and find_named_language(text) != ""


def find_named_language(text: str) -> str:
    """Return the only language that the line names; "" for none, for several, and for a question."""
    named = [] if text.rstrip().endswith("?") else [word for word in text.split() if verbs.fold_word(word) in SPOKEN]
    return named[0] if len(named) == 1 else ""


def _ask_language(turn: Turn, name: str) -> Reply:
    """Say that the bot does not write the language, and offer those that it does."""
    text = turn.say("I do not write “{name}”. I write bokmål, nynorsk and English.", name=name[:40])
    return Reply(Card("", (Text(text), Buttons(tuple(draw_language_buttons(turn.say))))))
