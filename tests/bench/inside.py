"""The bot from dispatcher to marked as sent, without a platform: what of the ask path is the bot's own.

`python -m tests.bench.inside URL COUNT` prints the CPU time a question takes, and, with a file name after that, keeps a
profile there.
"""

from __future__ import annotations

import asyncio
import cProfile
import json
import sys
import time

from handlers.chat.events import Message, Sender
from handlers.chat.places import Place
from storage.kit.database import Database
from tests.bench.networks import questions
from tests.bench.workspaces import ASKERS, LOBBY, TEAM
from tests.conversation import Conversation

#: questions that arrive together
TOGETHER = 20


async def asked(url: str, count: int, profile: str = "") -> float:
    """CPU seconds a question; the database is one of the benchmark's."""
    ask, database = await questions(url), Database(url)
    talk = await Conversation(database, platforms=("slack",)).begin()
    texts = [json.loads(ask(number)[0])["event"]["text"].partition("> ")[2] for number in range(count + TOGETHER)]
    await _together(talk, texts[count:], count)
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    start = time.process_time()
    for first in range(0, count, TOGETHER):
        await _together(talk, texts[first : first + TOGETHER], first)
    seconds = time.process_time() - start
    if profile:
        profiler.disable()
        profiler.dump_stats(profile)
    await database.close()
    return seconds / count


async def _together(talk: Conversation, texts: list[str], first: int) -> None:
    await asyncio.gather(*(talk.dispatcher(_event(text, first + place)) for place, text in enumerate(texts)))
    await talk.settle()


def _event(text: str, number: int) -> Message:
    user = ASKERS[number % len(ASKERS)]
    place = Place("slack", TEAM, LOBBY)
    return Message(
        id=f"inside:{number}",
        sender=Sender("slack", TEAM, user, user, guest=False, language="nb"),
        place=place,
        reply_to=place.narrow_to_user(user),
        text=text,
        message=f"m{number}",
        addressed=True,
    )


if __name__ == "__main__":
    print(f"{asyncio.run(asked(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])) * 1e6:.0f} us")
