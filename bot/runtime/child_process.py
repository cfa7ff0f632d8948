"""Let a child process work on content that may never end, take all memory, or crash: it ends alone.

The child gets nothing of the environment but where its own code is. It limits its own processor time and memory.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]


class ChildFailed(Exception):
    """Report that a child took too long, said too much, or crashed. The text says which."""


async def ask_child_process(command: Sequence[str], content: bytes, *, seconds: float, largest: int) -> bytes:
    """Return what the child makes of the content, at most `largest` bytes. Raise ChildFailed."""
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            answer = await _exchange_with_child(child, content, largest)
            status = await child.wait()
    except TimeoutError:
        raise ChildFailed("it takes too long") from None
    finally:
        await _kill_child(child)
    if status != 0:
        raise ChildFailed(f"status {status}")
    return answer


async def _exchange_with_child(child: asyncio.subprocess.Process, content: bytes, largest: int) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(ConnectionError):  # the exit status tells whether the child has ended
        child.stdin.write(content)
        await child.stdin.drain()
    child.stdin.close()
    answer = bytearray()
    while chunk := await child.stdout.read(65_536):
        answer += chunk
        if len(answer) > largest:
            raise ChildFailed("it says too much")
    return bytes(answer)


async def _kill_child(child: asyncio.subprocess.Process) -> None:
    """End a child process that still runs.

    Its output is read to the end, for until then the child counts as running.
    """
    if child.returncode is None:
        assert child.stdout is not None
        child.kill()
        while await child.stdout.read(65_536):
            pass
        await child.wait()


def limit_own_process(*, cpu_seconds: int, memory: int) -> None:
    """Limit this process, in its child: it leaves no core file either."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
