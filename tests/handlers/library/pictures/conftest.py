"""A room, people with messages that hold pictures, and what fetches them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot.maintenance.picture_keeper import PictureKeeper
from handlers.chat.cards import Reply
from handlers.chat.events import File, Quoted
from handlers.chat.places import Place
from storage.kit.database import Database
from tests.conversation import Conversation, Someone

BASE = "https://arena.test"
LOBBY = Place("fake", "W1", "lobby")
TEXT = "Vi satte vifter og varme på tidsur med ukesplan per hall."
FORM = {"title": "Vifter på tidsur", "problem": "Avtrekk gikk for fullt i helgene", "topic": "nett"}
SAID = {"alt": "Vifter i taket av en hall", "credit": "Foto: Kari", "seen": "nothing"}


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **how: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **how)
    return made.getvalue()


def hold(talk: Conversation, *names: str) -> tuple[File, ...]:
    """Pictures that the chat hands out."""
    files = talk.platforms["fake"].files
    for name in names:
        files.setdefault(f"here/{name}", picture("PNG" if name.endswith("png") else "JPEG"))
    return tuple(File("image", name, "", f"here/{name}") for name in names)


async def saves_message(saver: Someone, author: Someone, *files: File) -> Reply:
    quoted = Quoted("m9", TEXT, author.sender, LOBBY, files=files)
    return await saver.submits(await saver.does("solutions.write", quoted=quoted), **FORM)


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database, base_url=BASE).begin()
    await talk.carries("grid", "nett")
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="tenktnes")


@pytest.fixture
def keeper(talk: Conversation) -> PictureKeeper:
    return PictureKeeper(talk.database, talk.platforms)


async def fetches(talk: Conversation, keeper: PictureKeeper) -> int:
    """All that waits; how many there were."""
    done = 0
    while await keeper.keep_next_picture():
        done += 1
    await talk.settle()
    return done
