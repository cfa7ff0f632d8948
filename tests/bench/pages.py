"""The web pages of a network with ten thousand records, each read by people of different rights."""

from __future__ import annotations

import asyncio
import random
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

import aiohttp

from handlers.chat.signed_links import hash_token
from handlers.pages.sessions import SESSION
from storage.kit.database import Database
from tests.bench.benches import ENGINES, Bench
from tests.bench.libraries import library
from tests.bench.programs import running
from tests.bench.tables import Row, middle, ms, quantile
from tests.bench.workspaces import Workspace
from tests.conversation import Conversation, Someone
from tests.handlers.pages.generated_networks import NetworkMaker

#: records of each of five kinds, and fewer of them in a quick run
RECORDS, QUICK = 2000, 200
#: times that each address is read; addresses of one kind
ROUNDS, ALIKE = 5, 2
#: seconds to the first byte, in 95 of 100; bytes of a page
GOAL, LARGEST = 0.060, 60_000
READERS = ("contact and lead", "member", "secretariat")
LINK = re.compile(r'href="(/web[^"#]*)"')


class WordyNetwork(NetworkMaker):
    """A network whose records have texts as long as people write them."""

    texts = tuple((one.title, f"{one.title} {one.body}") for one in library(200))

    def write_text(self, brief: str) -> str:
        title, whole = self.chance.choice(self.texts)
        return title if brief == "T" else whole


def measure(bench: Bench) -> list[Row]:
    return [row for engine in ENGINES for row in asyncio.run(_measure(bench, engine))]


async def _measure(bench: Bench, engine: str) -> list[Row]:
    url, count = bench.database(engine), QUICK if bench.quick else RECORDS
    cookies = await _fill(url, count)
    seconds, sizes = defaultdict[str, list[float]](list), dict[str, int]()
    async with Workspace() as workspace, aiohttp.ClientSession() as client:
        with running("-m", "bot", "web", DATABASE_URL=url, **workspace.settings()) as program:
            await asyncio.to_thread(program.wait)
            for reader, cookie in cookies.items():
                for path in await _list_addresses(client, program.url, cookie):
                    for _ in range(ROUNDS):
                        first, size = await _read(client, program.url + path, cookie)
                        seconds[f"{reader}: {path}"].append(first)
                        sizes[path] = max(size, sizes.get(path, 0))
    every = [one for times in seconds.values() for one in times]
    slowest = max(seconds, key=lambda path: middle(seconds[path]))
    largest = max(sizes, key=lambda path: sizes[path])
    p95 = quantile(every, 0.95)
    return [
        Row(
            f"{len(seconds)} pages at {5 * count} records, {ENGINES[engine]}",
            f"first byte p50 {ms(middle(every))}, p95 {ms(p95)}; slowest {slowest} {ms(middle(seconds[slowest]))};"
            f" largest {largest} {sizes[largest] // 1000} kB",
            goal=f"p95 <= {ms(GOAL)}, <= {LARGEST // 1000} kB",
            met=p95 <= GOAL and sizes[largest] <= LARGEST,
            figures={"p50_ms": middle(every) * 1000, "p95_ms": p95 * 1000, "bytes": sizes[largest]},
        )
    ]


async def _fill(url: str, count: int) -> dict[str, str]:
    """Write the records; return the cookie of each reader."""
    database = Database(url)
    try:
        talk = await Conversation(database).begin()
        people = await WordyNetwork(talk, 1, fewest=count, most=count).make_network()
        return {name: await _sign_in(database, people[name]) for name in READERS}
    finally:
        await database.close()


async def _sign_in(database: Database, who: Someone) -> str:
    token = secrets.token_urlsafe(32)
    async with database.begin() as store:
        link = await store.web_sessions.create_sign_in_link(who.person_id, "", timedelta(minutes=1))
        await store.web_sessions.start_session(link, hash_token(token), SESSION)
    return f"arena={token}"


async def _list_addresses(client: aiohttp.ClientSession, base: str, cookie: str) -> list[str]:
    """Every page that the first one and those behind it lead to, a few of each kind."""
    found, chance = dict.fromkeys(("/web", "/web/overview")), random.Random(1)
    for path in list(found):
        found |= dict.fromkeys(await _follow(client, base + path, cookie))
    for path in list(found):
        found |= dict.fromkeys(await _follow(client, base + path, cookie))
    kinds = defaultdict[str, list[str]](list)
    for path in found:
        kinds[_describe_kind(path)].append(path)
    return [path for alike in kinds.values() for path in chance.sample(alike, min(ALIKE, len(alike)))]


def _describe_kind(path: str) -> str:
    """Return the address without codes and values."""
    return re.sub(r"=[^&]*", "=", re.sub(r"/[A-Z]*-?\d+", "/N", path))


async def _follow(client: aiohttp.ClientSession, address: str, cookie: str) -> Iterable[str]:
    async with client.get(address, headers={"Cookie": cookie}) as answer:
        paths = {path.replace("&amp;", "&") for path in LINK.findall(await answer.text())}
    return sorted(path for path in paths if not re.search(r"\.(csv|css|html|jsonl)\b", path))


async def _read(client: aiohttp.ClientSession, address: str, cookie: str) -> tuple[float, int]:
    """Return the seconds to the first byte, and the bytes of the page."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    async with client.get(address, headers={"Cookie": cookie}) as answer:
        first = loop.time() - start
        assert answer.status in (200, 404), f"{address}: {answer.status}"
        return first, len(await answer.read())
