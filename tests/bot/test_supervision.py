"""What runs in the background is looked after: a task that dies ends the process, a failed start leaves nothing."""

from __future__ import annotations

import asyncio
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from bot.app import Bot, serve_until_stopped
from bot.runtime.supervision import Supervisor, TaskDied
from bot.settings import Settings

ROOT = Path(__file__).parent.parent.parent
#: seconds in which whatever ends is over
SOON = 60.0
TASKS = {
    "courier": "run_delivery_loop", "queue_auditor": "run_audit_loop", "index_repairer": "run_repair_loop",
    "source_poller": "run_polling_loop", "embedding_worker": "run_embedding_loop",
    "topic_trainer": "run_training_loop",
}  # fmt: skip


def build(url: str) -> Bot:
    return Bot.from_settings(Settings(database_url=url, port=0, semantic="0"), playground=True)


def still_running() -> list[str]:
    return sorted(task.get_name() for task in asyncio.all_tasks() - {asyncio.current_task()})  # type: ignore[arg-type]


async def left_running() -> list[str]:
    """What runs when the driver has closed the connections that somebody was torn away from, in tasks of its own."""
    end = asyncio.get_running_loop().time() + SOON
    while asyncio.get_running_loop().time() < end:
        closing = [task for task in asyncio.all_tasks() if "_terminate_graceful_close" in repr(task.get_coro())]
        if not closing:
            break
        await asyncio.wait(closing, timeout=1)
    return still_running()


async def ended(kind: type[Exception], work: Coroutine[None, None, None]) -> Exception:
    """The error that `work` ends with, in time."""
    with pytest.raises(kind) as caught:
        await asyncio.wait_for(work, SOON)
    return caught.value


def raising(error: BaseException | None) -> Callable[..., Coroutine[None, None, None]]:
    async def run(**_: object) -> None:
        await asyncio.sleep(0.05)
        if error is not None:
            raise error

    return run


@pytest.mark.parametrize("name", TASKS)
async def test_a_background_task_that_dies_ends_the_process_with_its_reason(sqlite_url: str, name: str) -> None:
    bot, others = build(sqlite_url), still_running()
    setattr(getattr(bot, name), TASKS[name], raising(KeyError("no such thing")))
    death = await ended(TaskDied, serve_until_stopped(bot))
    assert name.replace("_", " ") in str(death)
    assert "KeyError: 'no such thing'" in str(death)
    assert await left_running() == others


async def test_a_task_that_another_takes_along_before_it_began_is_closed() -> None:
    """Its coroutine was never waited for, which Python would tell of when it is collected."""

    async def wait_long() -> None:
        await asyncio.sleep(SOON)

    work = wait_long()
    async with Supervisor() as supervisor:
        supervisor.start_supervised_task("late", work)
    await asyncio.sleep(0)
    assert inspect.getcoroutinestate(work) == inspect.CORO_CLOSED


@pytest.mark.parametrize("how", [None, asyncio.CancelledError()], ids=["returns", "is cancelled"])
async def test_a_loop_that_ends_without_an_error_has_died_too(sqlite_url: str, how: BaseException | None) -> None:
    bot = build(sqlite_url)
    bot.queue_auditor.run_audit_loop = raising(how)  # type: ignore[method-assign]
    death = await ended(TaskDied, serve_until_stopped(bot))
    assert "queue auditor" in str(death)


async def test_a_start_that_fails_half_way_leaves_nothing_behind(sqlite_url: str) -> None:
    """The last step fails: the door is open by then, and most tasks run."""
    bot, others = build(sqlite_url), still_running()
    bot.topic_trainer.train_current_topics = raising(RuntimeError("cannot learn"))  # type: ignore[method-assign]
    error = await ended(RuntimeError, serve_until_stopped(bot))
    assert str(error) == "cannot learn"
    assert await left_running() == others
    assert bot.chores.scheduler is not None
    assert not bot.chores.scheduler.running
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", bot.port)


DYING = """
import sys
from bot import __main__, app
async def die(self):
    raise KeyError("no such thing")
app.QueueAuditor.run_audit_loop = die
sys.exit(__main__.main(["playground", "--port", "0", "--empty"]))
"""


def test_the_process_says_why_and_exits_with_one(sqlite_url: str) -> None:
    settings = {"DATABASE_URL": sqlite_url, "ARENA_SEMANTIC": "0", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", DYING], cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last == "The background task 'queue auditor' died (KeyError: 'no such thing'); the process ends with it."
