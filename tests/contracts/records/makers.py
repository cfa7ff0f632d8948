"""How one record of each kind is made, as people do in chat; and in which lines a kind takes no part, and why."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.importers.seeding import seed_records
from handlers.chat.events import Value
from handlers.chat.record_kinds import RecordKind
from storage.kit.database import Store
from storage.meetings.meetings import ALL, ORGANISATIONS
from tests.consultations import drafted
from tests.consultations import opened as opens_consultation
from tests.contracts.records.scenes import CODE, TEXT, Made, Scene
from tests.conversation import Someone
from tests.houses import houses
from tests.input import asks
from tests.meetings import meets
from tests.policy import published

AUDIENCE, HANDED_OVER, MODERATED, ERASED, RETRACTED, EXPORTED, TRANSLATED = (
    "audience", "handed over", "moderated", "erased", "retracted", "exported", "translated",
)  # fmt: skip
LINES = (AUDIENCE, HANDED_OVER, MODERATED, ERASED, RETRACTED, EXPORTED, TRANSLATED)


@dataclass(frozen=True)
class Making:
    """What a record is made of; `kept`: for the people of Alfa alone."""

    scene: Scene
    text: str = TEXT
    kept: bool = False

    @property
    def own(self) -> dict[str, Value]:
        """As somebody of Alfa says in a form who may see a record."""
        return {"reach": "own"} if self.kept else {}

    async def alfa(self) -> tuple[str, ...]:
        return tuple(map(str, await houses(self.scene.database, "alfa")))

    async def meets(self, organiser: Someone, title: str = "Board", starts: str = "2027-03-16T10:00") -> int:
        audience = ORGANISATIONS if self.kept else ALL
        occurrence = await meets(
            self.scene.database, organiser.person_id, title=title, starts=starts, audience=audience
        )
        invited = [int(id) for id in await self.alfa()] if self.kept else []
        async with self.scene.database.begin() as store:
            row = await store.occurrences.find(occurrence)
            assert row is not None
            await store.meetings.set_meeting_audience(row.meeting_id, [], invited)
        return occurrence


@dataclass(frozen=True)
class Maker:
    """Make one record that is Kari's. It returns what buttons carry besides the id of the record."""

    make: Callable[[Making], Awaitable[tuple[str, ...]]]
    #: line -> why the kind takes no part in it
    apart: Mapping[str, str] = field(default_factory=dict)
    #: code of an ownership -> gives the record to Kari in this way, where she has not made it so
    give: Mapping[str, Callable[[Scene, int], Awaitable[None]]] = field(default_factory=dict)


async def make_record(kind: RecordKind, making: Making) -> Made:
    """Return the newest record of the kind, which was made now."""
    extra = await MAKERS[kind.name].make(making)
    async with making.scene.database.read() as store:
        id = await _newest(store, kind)
    await making.scene.talk.settle()
    await making.scene.reads_meanings()
    return Made(kind.name, id, (str(id), f"{kind.name}:{id}", *extra))


async def _newest(store: Store, kind: RecordKind) -> int:
    (key,) = sa.inspect(kind.table).primary_key
    id = await store.session.scalar(sa.select(sa.func.max(key)))
    assert isinstance(id, int), f"no {kind.name} was made"
    return id


async def _asks(making: Making, who: Someone, text: str) -> str:
    form = await who.does("questions.write")
    reply = await who.submits(form, text=f"{text}?", topic="nett", **making.own)
    if reply.card is not None and any(button.do == "questions.ask_anyway" for button in reply.card.list_buttons()):
        await who.clicks(reply, "Ask anyway")
    async with making.scene.database.read() as store:
        return str((await store.questions.list_questions_asked_by(who.person_id))[0].id)


async def _question(making: Making) -> tuple[str, ...]:
    await _asks(making, making.scene.kari, making.text)
    return ()


async def _answer(making: Making) -> tuple[str, ...]:
    question = await _asks(making, making.scene.line, "Hvem har erfaring med nettilknytning for hydrogen")
    await making.scene.kari.submits(await making.scene.kari.does("answers.write", question), text=making.text)
    return (question,)


async def _solution(making: Making) -> tuple[str, ...]:
    kari = making.scene.kari
    form = await kari.does("solutions.write")
    await kari.submits(form, title=making.text, problem="Alle ventet", done=making.text, topic="nett", **making.own)
    return ()


async def _issue(making: Making) -> tuple[str, ...]:
    scene = making.scene
    words = {"title": making.text, "problem": making.text, "affected": "", "wanted": making.text}
    await published(scene.kari, scene.sara, topics=("nett",), **words, **making.own)
    return ()


async def _works_with_issue(scene: Scene, id: int) -> None:
    await scene.sara.submits(await scene.sara.does("issues.work", str(id)), owner=(str(scene.kari.person_id),))


async def _consults(making: Making, title: str) -> str:
    kept: dict[str, Value] = {"reach": "chosen", "organisations": await making.alfa()} if making.kept else {}
    return await opens_consultation(making.scene.sara, title=title, topics=("nett",), **kept)


async def _consultation(making: Making) -> tuple[str, ...]:
    scene = making.scene
    id = await _consults(making, making.text)
    await scene.sara.submits(await scene.sara.does("consultations.edit", id), owner=(str(scene.kari.person_id),))
    await drafted(scene.kari, id, text=making.text)
    return ()


async def _comment(making: Making) -> tuple[str, ...]:
    scene = making.scene
    id = await _consults(making, "Tariffs for the grid")
    await drafted(scene.sara, id)
    await scene.kari.submits(await scene.kari.does("consultations.comment", id), text=making.text)
    return (id,)


async def _meeting(making: Making) -> tuple[str, ...]:
    return (str(await making.meets(making.scene.kari, making.text)),)


async def _item(making: Making) -> tuple[str, ...]:
    kari, sara = making.scene.kari, making.scene.sara
    meeting = str(await making.meets(sara))
    await kari.submits(await kari.does("agenda.propose", meeting), title=making.text)
    await sara.clicks(sara.last, "Add to agenda")
    return (meeting,)


async def _action(making: Making) -> tuple[str, ...]:
    scene = making.scene
    meeting = await making.meets(scene.sara)
    form = await scene.sara.does("agenda.add", str(meeting))
    await scene.sara.submits(form, title="Queue for the grid")
    scene.clock.set(datetime(2027, 3, 16, 9, 30, tzinfo=UTC))
    form = await scene.sara.does("actions.add", f"{meeting}:1")
    await scene.sara.submits(form, owner=str(scene.kari.person_id), due="20 April", text=making.text)
    return (str(meeting),)


async def _minutes(making: Making) -> tuple[str, ...]:
    """Sent to those who were there."""
    scene = making.scene
    kari, meeting = scene.kari, str(await making.meets(scene.kari, making.text))
    await kari.submits(await kari.does("agenda.add", meeting), title="Queue for the grid")
    await scene.line.does("meetings.going", meeting)
    scene.clock.set(datetime(2027, 3, 16, 16, tzinfo=UTC))
    await kari.submits(await kari.does("minutes.write", "1"), note=making.text)
    await kari.submits(await kari.does("minutes.attendance", meeting))
    await kari.does("minutes.review", meeting)
    return ()


async def _round(making: Making) -> tuple[str, ...]:
    asked: dict[str, Value] = {"who": "chosen", "organisations": await making.alfa()} if making.kept else {}
    await asks(making.scene.sara, title=making.text, **asked)
    return ()


async def _scheme(making: Making) -> tuple[str, ...]:
    sara = making.scene.sara
    await sara.submits(await sara.does("schemes.add"), name=making.text[:100], about=making.text)
    return ()


async def _topic(making: Making) -> tuple[str, ...]:
    """From a file, as every topic comes."""
    name = making.text[:100]
    row = {"slug": "marked", "name": {"nb": name, "nn": name, "en": name}, "leads": [CODE]}
    await seed_records(making.scene.database, "topics", [json.dumps(row)])
    return ("marked",)


_OF_THE_SECRETARIAT = "the secretariat alone writes it, and takes it back itself"
_OF_A_MEETING = "whoever runs the meeting decides what stands there"
_WITH_WHOEVER_HAS_IT = "it belongs to who has it next, and stays there without the name"
_BY_CHECK = "the secretariat lets it out, and closes it itself"

MAKERS: dict[str, Maker] = {
    "question": Maker(_question, {HANDED_OVER: "whoever asks stays its asker; it is taken back or ends by itself"}),
    "answer": Maker(_answer, {HANDED_OVER: "what somebody said stays theirs"}),
    "solution": Maker(_solution),
    "issue": Maker(_issue, {MODERATED: _BY_CHECK}, give={"issue": _works_with_issue}),
    "consultation": Maker(_consultation, {MODERATED: _BY_CHECK}),
    "comment": Maker(
        _comment,
        {
            HANDED_OVER: "what somebody said stays theirs",
            RETRACTED: "others have read it, and it stays with its consultation without the name",
            EXPORTED: "it is talk about a draft, and the draft that came of it is in the file",
        },
    ),
    "meeting": Maker(
        _meeting,
        {MODERATED: "the secretariat approves it, and calls it off itself", RETRACTED: _WITH_WHOEVER_HAS_IT},
    ),
    "item": Maker(_item, {MODERATED: _OF_A_MEETING, RETRACTED: _WITH_WHOEVER_HAS_IT}),
    "action": Maker(_action, {MODERATED: _OF_A_MEETING, RETRACTED: _WITH_WHOEVER_HAS_IT}),
    "minutes": Maker(_minutes, {MODERATED: _OF_A_MEETING, RETRACTED: _WITH_WHOEVER_HAS_IT}),
    "round": Maker(
        _round,
        {
            HANDED_OVER: "the secretariat as a whole looks after it",
            MODERATED: _OF_THE_SECRETARIAT,
            RETRACTED: "the secretariat asked it, whoever of them wrote it down",
        },
    ),
    "scheme": Maker(
        _scheme,
        {
            AUDIENCE: "every member may report on it",
            HANDED_OVER: "the secretariat as a whole looks after it",
            MODERATED: _OF_THE_SECRETARIAT,
        },
    ),
    "topic": Maker(
        _topic, {AUDIENCE: "rooms and people are found by it, so everybody sees it", MODERATED: _OF_THE_SECRETARIAT}
    ),
}
