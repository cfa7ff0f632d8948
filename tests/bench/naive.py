"""`python -m tests.bench.naive`: a bot as a tutorial would have it, Bolt and the usual ORM, which understands nothing.

It stores whoever asks, the question and three messages in one transaction, and sends the messages behind the ack: the
room's card, a receipt, and the asker's own copy, as the bot does. It chooses no topic, looks for no solution, asks
nobody's rights, keeps no pace, and a message whose process dies is lost.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.pool import AsyncAdaptedQueuePool

from tests.platforms.slack.payloads import SECRET

ROOM = "C001"


class Base(DeclarativeBase):
    """Tables of this bot alone."""


class Member(Base):
    """Somebody who has asked."""

    __tablename__ = "naive_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(unique=True)
    questions: Mapped[list[Question]] = relationship(back_populates="member")


class Question(Base):
    """What was asked, with its messages."""

    __tablename__ = "naive_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey(Member.id))
    text: Mapped[str]
    channel: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    member: Mapped[Member] = relationship(back_populates="questions")
    messages: Mapped[list[Message]] = relationship(back_populates="question")


class Message(Base):
    """A message that is to be sent, or was."""

    __tablename__ = "naive_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey(Question.id), index=True)
    channel: Mapped[str]
    ts: Mapped[str | None]
    question: Mapped[Question] = relationship(back_populates="messages")


#: one connection: two writers of one file would refuse each other
engine: AsyncEngine = create_async_engine(
    os.environ.get("NAIVE_DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
    poolclass=AsyncAdaptedQueuePool,
    pool_size=1,
    max_overflow=0,
)
open_session = async_sessionmaker(engine, expire_on_commit=False)
sending: set[asyncio.Task[None]] = set()


@sa.event.listens_for(engine.sync_engine, "connect")
def make_durable(connection: Any, _record: Any) -> None:
    """As durable as the bot's own files: what has been acked is on the disk."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-naive", bot_user_id="U", bot_id="B"
    )


app = AsyncApp(
    authorize=authorize,
    signing_secret=SECRET,
    process_before_response=True,
    client=AsyncWebClient(base_url=os.environ.get("SLACK_API_URL", "http://127.0.0.1:9/api/")),
)


@app.event("app_mention")
async def take_question(event: dict[str, Any], client: AsyncWebClient) -> None:
    async with open_session.begin() as session:
        member = await session.scalar(sa.select(Member).where(Member.user == event["user"]))
        if member is None:
            member = Member(user=event["user"])
            session.add(member)
        question = Question(member=member, text=event["text"], channel=event["channel"])
        places = (ROOM, event["channel"], event["user"])
        question.messages = [Message(channel=channel) for channel in places]
        session.add(question)
    task = asyncio.create_task(send_messages(question, client))
    sending.add(task)
    task.add_done_callback(sending.discard)


async def send_messages(question: Question, client: AsyncWebClient) -> None:
    for message in question.messages:
        sent = await client.chat_postMessage(
            channel=message.channel, text=question.text, blocks=draw_blocks(question.text)
        )
        async with open_session.begin() as session:
            stored = await session.get_one(Message, message.id)
            stored.ts = sent["ts"]


def draw_blocks(text: str) -> list[dict[str, Any]]:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Svar"}, "action_id": "answer", "value": "1"}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Spurt nå"}]},
        {"type": "actions", "elements": [button]},
    ]


async def receive(request: web.Request) -> web.Response:
    return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))


async def live(_request: web.Request) -> web.Response:
    return web.Response()


async def keep_tables(_server: web.Application) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


def main() -> None:
    server = web.Application()
    server.cleanup_ctx.append(keep_tables)
    server.router.add_post("/slack/events", receive)
    server.router.add_get("/health/live", live)
    web.run_app(server, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)


if __name__ == "__main__":
    main()
