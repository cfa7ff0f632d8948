"""What every kind of record is held to, a check a line; each fails for a kind that is not in it, or not whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from handlers.chat.record_kinds import RecordKind
from handlers.chat.say import LANGUAGES, Say
from handlers.library.index_repair import list_orphan_ids, list_reindex_ids
from storage.data_classification.inventory import AUTHOR, OWN, list_classified_columns
from storage.data_classification.inventory import TEXT as WRITTEN
from storage.directory.handovers import LEAD, map_owned_records
from storage.kit.database import Database, Store
from tests.contracts.records.makers import (
    AUDIENCE,
    ERASED,
    EXPORTED,
    HANDED_OVER,
    MODERATED,
    RETRACTED,
    TRANSLATED,
    Maker,
    Making,
)
from tests.contracts.records.registry import MAKERS, make_record
from tests.contracts.records.scenes import CODE, NAME, PHRASES, USER, Made, Scene
from tests.contracts.records.shared_scenes import SharedScene
from tests.handlers.overview.privacy.dumps import dump, hits

#: the answers to a search by words and to one by meaning
SEARCHES = {"find words", "find meaning"}
#: what everybody sees, whoever has confirmed them, and why
OPEN_TO_ALL = {"topic": "rooms and people are found by it"}
#: by what a record is told of that is named by its code and what it is, and not by its owner's words
CALLED = {"listing": "B-1 Offered"}
#: what is done from a card that stands in a room, which shows the same to whoever is there
IN_ROOMS = {
    "question": {
        "answers.write",
        "questions.more",
        "moderation.more",
        "issues.raise",
        "solutions.write",
        "solutions.write_more",
    },
    "answer": {"moderation.more", "solutions.write", "solutions.write_more"},
}


def need_part(kind: RecordKind, line: str) -> Maker | None:
    """Return the maker of a kind that takes part in the line; None for one that says why it does not.

    Fails for a kind that has no maker, and for one that does neither or both.
    """
    maker = MAKERS.get(kind.name)
    assert maker is not None, f"{kind.name} has no maker"
    reason = maker.apart.get(line, "")
    kept = line == AUDIENCE and hasattr(kind.table, "reach_id")
    assert not (kept and reason), f"{kind.name} has an audience: {reason}"
    declared = {HANDED_OVER: bool(kind.ownerships), MODERATED: kind.moderation is not None}
    if line in declared:
        assert declared[line] != bool(reason), f"{kind.name}: is it {line}, or why is it not?"
    return None if reason else maker


async def check_audience(shared: SharedScene, kind: RecordKind) -> None:
    """Those outside are told of it nowhere: in no search, list, page, file, message or room."""
    if need_part(kind, AUDIENCE) is None:
        return
    check_sight(kind)
    made, scene = await shared.find_made(kind), shared.scene
    if kind.search is None:
        assert await _is_shown_inside(scene, made), f"{kind.name}: else nothing is proved"
    else:
        found = await scene.finds(scene.line, made) or await scene.finds(scene.kari, made)
        assert found == SEARCHES, f"{kind.name} is not found within its audience"
    for who in (scene.bea, scene.gus):
        shown = await shared.find_marked(who, made) | await scene.find_marked_files(who, made)
        assert not shown, f"{kind.name} is shown to {who.user}: {shown}"
        posts = scene.find_marked_posts(who, made)
        assert not posts, f"{kind.name} is sent to {who.user}: {posts}"


async def _is_shown_inside(scene: Scene, made: Made) -> bool:
    """Whether Alfa's people are shown it: she whose record it is before the other, who may have no part in it."""
    return await scene.is_shown(scene.kari, made) or await scene.is_shown(scene.line, made)


def check_sight(kind: RecordKind) -> None:
    """A kind with an audience says who sees a record whatever that is, and which cards show one."""
    if hasattr(kind.table, "reach_id"):
        assert kind.list_writers is not None, f"{kind.name} has an audience: who sees it anyway?"
        assert kind.find_shown is not None, f"{kind.name} has an audience: which cards show it?"


async def check_confirmation(shared: SharedScene, kind: RecordKind) -> None:
    """Whoever no organisation has confirmed is told of it nowhere, but what a room shows of it."""
    if kind.name in OPEN_TO_ALL:
        return
    made, scene = await shared.find_made(kind), shared.scene
    assert await _is_shown_inside(scene, made), f"{kind.name}: else nothing is proved"
    shown = await shared.find_marked(scene.una, made) | await scene.find_marked_files(scene.una, made)
    assert shown <= IN_ROOMS.get(kind.name, frozenset()), f"{kind.name} is shown to una: {shown}"
    sent = [post.text for post in scene.una.sees if made.mark in post.text]
    assert not sent, f"{kind.name} is sent to una: {sent}"


async def check_confirmed_search(shared: SharedScene, kind: RecordKind) -> None:
    """Confirmed members of any organisation find it, by words and by meaning; nobody else does."""
    made, scene = await shared.find_made(kind), shared.scene
    assert await scene.finds(scene.bea, made) == SEARCHES
    for who in (scene.una, scene.nina):
        answers = [answer async for _, answer in scene.hear(who, scene.list_events(who, made.values, SEARCHES))]
        assert not [answer for answer in answers if made.mark in answer], f"{kind.name} is found by {who.user}"
        assert all("you see only what is open to all" in answer for answer in answers), f"{who.user} is not told why"


async def check_handing_over(scene: Scene, kind: RecordKind) -> None:
    """Whoever looks after it leaves: the contact has it, and gives it back."""
    maker = need_part(kind, HANDED_OVER)
    if maker is None:
        return
    made = await make_record(kind, Making(scene))
    for give in maker.give.values():
        await give(scene, made.id)
    codes = [ownership.code for ownership in kind.ownerships]
    assert await _list_owners(scene, codes, made) == dict.fromkeys(codes, scene.kari.person_id)
    form = await scene.kari.clicks(await scene.kari.commands("slutt", name="me"), "Leave")
    await scene.kari.submits(form)
    assert await _list_owners(scene, codes, made) == dict.fromkeys(codes, scene.line.person_id)
    handed = scene.line.last
    name = CALLED.get(kind.name, made.mark)
    assert handed.text.count(name) >= len(codes), f"{kind.name} is not told to who has it now: {handed.text}"
    await scene.line.clicks(handed, "Undo")
    assert await _list_owners(scene, codes, made) == dict.fromkeys(codes, scene.kari.person_id)


async def _list_owners(scene: Scene, codes: list[str], made: Made) -> dict[str, int | None]:
    async with scene.database.read() as store:
        return {code: await _find_owner(store, code, made.id) for code in codes}


async def _find_owner(store: Store, code: str, id: int) -> int | None:
    if code == LEAD:
        (person,) = await store.topics.list_topic_leads(id)
        return person.id
    owned = map_owned_records()
    assert code in owned, f"no table declares {code} among its owned records"
    owner: int | None = await store.session.scalar(sa.select(owned[code].owner).where(owned[code].id == id))
    return owner


async def check_moderation(shared: SharedScene, kind: RecordKind) -> None:
    """It is reported and hidden, and gone; it is restored, and back."""
    if need_part(kind, MODERATED) is None:
        return
    made, scene = await shared.find_made(kind), shared.scene
    value, bea, sara = f"{kind.name}:{made.id}", scene.bea, scene.sara
    before, posts = await shared.find_marked(bea, made), scene.find_marked_posts(bea, made)
    assert before, f"{kind.name}: else nothing is proved"
    await bea.submits(await bea.does("moderation.more", value), why="It is rude")
    assert made.mark in sara.last.text, f"the secretariat does not see what is reported: {sara.last.text}"
    await sara.submits(await sara.does("moderation.hide", value), ground="tone")
    shown = await scene.find_marked(bea, made, only=before)
    assert not shown, f"{kind.name} is shown while it is hidden: {shown}"
    assert not scene.find_marked_posts(bea, made), f"{kind.name} stands in a room while it is hidden"
    await _check_index(scene, kind)
    await sara.does("moderation.restore", value)
    await scene.reads_meanings()
    gone = before - await scene.find_marked(bea, made, only=before)
    assert not gone, f"{kind.name} has not come back: {gone}"
    assert scene.find_marked_posts(bea, made) == posts, f"{kind.name} has not come back to its rooms"


async def check_erasing(shared: SharedScene, kind: RecordKind) -> None:
    """Whoever it was is gone: no table holds their name, account or code."""
    if need_part(kind, ERASED) is None:
        return
    made = await shared.find_made(kind)
    before, after = await shared.erase_kari()
    assert [line for line in hits(before, NAME) if made.mark in line], f"{kind.name}: else nothing is proved"
    left = [line for line in hits(after, NAME, USER, CODE) if not shared.is_elsewhere(line, made)]
    assert not left, f"{kind.name}: {left}"
    await _check_index(shared.scene, kind)


async def _check_index(scene: Scene, kind: RecordKind) -> None:
    """The index holds what should be found, and nothing else."""
    async with scene.database.read() as store:
        for searched in (kind.name,) if kind.search is not None else ():
            orphans = await list_orphan_ids(store, searched, 0, 10)
            lacking = await list_reindex_ids(store, searched, 0, 10)
            assert not orphans, f"{searched} stays in the index: {orphans}"
            assert not lacking, f"{searched} is not indexed as it is: {lacking}"


def check_retraction(kind: RecordKind) -> None:
    """A kind that is searched, or in which people write, declares what becomes of it when they are erased."""
    maker = MAKERS.get(kind.name)
    assert maker is not None, f"{kind.name} has no maker"
    reason = maker.apart.get(RETRACTED, "")
    assert kind.erasure is None or not reason, f"{kind.name} is retracted: {reason}"
    assert kind.search is None or kind.erasure is not None, f"{kind.name} is searched: what if its author is erased?"
    table = kind.table.__tablename__
    written = list_classified_columns(table, WRITTEN) and list_classified_columns(table, OWN, AUTHOR)
    assert not written or kind.erasure or reason, f"{kind.name} has an author: what if they are erased?"


async def check_exporting(shared: SharedScene, kind: RecordKind, elsewhere: Database) -> None:
    """It is in the file of the network, and the same where that is loaded."""
    if need_part(kind, EXPORTED) is None:
        return
    made = await shared.find_made(kind)
    exported, seeded = await shared.seed_elsewhere(elsewhere)
    assert [line for line in exported if made.mark in line], f"{kind.name} is in no file"
    mine, there = ([line for line in lines if not shared.is_elsewhere(line, made)] for lines in (exported, seeded))
    assert there == mine


async def check_languages(shared: SharedScene, kind: RecordKind) -> None:
    """Its label, its entries and all that is answered of it are said in each language."""
    labels = {language: kind.label(Say(language, ZoneInfo("Europe/Oslo"))) for language in LANGUAGES}
    assert labels["en"] not in (labels["nb"], labels["nn"]), f"{kind.name}: {labels}"
    if need_part(kind, TRANSLATED) is None:
        return
    made, reader = await shared.find_made(kind), shared.scene.line
    told = await shared.list_marked(reader, made)
    if not told:
        reader = shared.scene.kari
        told = await shared.list_own_marked(reader, made)
    assert told, f"{kind.name}: else nothing is proved"
    english = _split_answers(heard.answer for heard in told)
    typed = {
        *_split_pieces(await dump(shared.scene.database), *(text for phrase in PHRASES for text in phrase)),
        "alfa",
    }
    for language in ("nb", "nn"):
        alike = english & _split_answers(await shared.translate(reader, told, language))
        kept = [text for text in alike if not any(piece in text for piece in typed)]
        assert not kept, f"{kind.name} is told in English in {language}: {kept}"


def _split_answers(answers: Iterable[str]) -> set[str]:
    return _split_pieces(
        *(text for answer in answers if answer.startswith("{") for text in _strings(json.loads(answer)))
    )


def _split_pieces(*texts: str) -> set[str]:
    """Return each piece of a sentence that has more than one word, in small letters."""
    pieces = {piece.strip().casefold() for text in texts for piece in re.split(r"[\n·:,;.?«»()•#]", text)}
    return {piece for piece in pieces if re.search(r"[a-zæøå]{2,} +[a-zæøå]{2,}", piece)}


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for name, value in told.items():
            yield from () if name == "value" else _strings(value)
    elif isinstance(told, list):
        for value in told:
            yield from _strings(value)
