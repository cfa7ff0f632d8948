"""Me: `meg` shows one's profile; with words after it, what they say is done."""

from __future__ import annotations

from handlers.access.rights import trail
from handlers.chat import verbs
from handlers.chat.cards import Reply
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.accounts import linking
from handlers.directory.departures import leaving
from handlers.directory.members import hours, switching
from handlers.directory.members.arriving import speak
from handlers.directory.members.profile import profile_card
from handlers.overview.privacy import asking, mine

router = Router()
#: how the languages are written, as `verbs.fold` leaves them
SPOKEN = {
    "nb": "nb", "bokmal": "nb", "norsk": "nb", "norwegian": "nb",
    "nn": "nn", "nynorsk": "nn",
    "en": "en", "engelsk": "en", "english": "en",
}  # fmt: skip
#: between "bytt" and an organisation
TO = ("til", "to")


@router.on(Command, "me")
async def me(event: Command, turn: Turn) -> Reply | None:
    """`meg`, `meg språk nynorsk`, `meg pause til fredag`, `meg koble`, `meg slutt`, `meg mine data` ..."""
    words, what = event.text.split(), hours.begins(event.text)
    rest = event.text.split(maxsplit=1)[1] if len(words) > 1 else ""
    if what:
        return await hours.write(turn, what, rest)
    match verbs.fold(words[0]) if words else "":
        case "koble" | "kople" | "link":
            return await linking.write(turn, rest)
        case "bytt" | "byt" | "switch":
            to, _, name = rest.partition(" ")
            return await switching.write(turn, name if verbs.fold(to) in TO else rest)
        case "slutt" | "slutter" | "sluttar" | "leave":
            return await leaving.choose_card(turn)
    match verbs.parse(event.text)[0]:
        case "data":
            return await mine.data(event, turn)
        case "erase":
            return await asking.ask(event, turn)
    language = SPOKEN.get(verbs.fold(words[-1]), "") if words else ""
    if not language:
        return Reply(await profile_card(turn))
    await trail.note_typed(turn, "members.language")
    return await speak(turn, language)
