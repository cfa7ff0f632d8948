"""What `check` looks at: what is configured, what is missing, and what each platform answers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import Bot
from bot.cli.suspicious_settings import suspect_settings
from bot.platforms import Finding
from bot.runtime.bootstrap_data import prepare_database
from bot.settings import Settings
from handlers.dates.zones import tzdata_version
from handlers.directory.members import first_secretariat_code
from handlers.library.mending import standing
from storage.kit import schema_revisions
from storage.kit.database import UNAVAILABLE, Database, Store
from storage.kit.database_urls import parse_database_url
from storage.kit.diagnosis import diagnose_failure, diagnose_folder, find_missing_file


async def findings_of(settings: Settings, environment: Mapping[str, str]) -> list[Finding]:
    """Everything that is looked at, the bot as it would be started included."""
    findings = [Finding("time zones", True, f"tzdata {tzdata_version()}, arena in {settings.zone.key}")]
    findings += suspect_settings(settings, environment)
    if not settings.secret_keys:
        findings.append(Finding("SECRET_KEY", True, "not set: meetings have no calendar files to open"))
    missing = find_missing_file(parse_database_url(settings.database_url))
    told = [_missing_finding(missing)] if missing else await _database_findings(settings)
    findings += told
    async with AsyncExitStack() as stack:
        if missing or not all(finding.ok for finding in told):
            # what else is looked at needs some database, and must not make one
            settings = replace(settings, database_url=await _make_scratch_database(stack))
        bot = Bot.build(settings, worker=False)
        stack.push_async_callback(bot.database.close)
        if missing:
            findings += await _secretariat_findings(bot.database, settings)
        findings.append(await _semantic_finding(bot, settings))
        if not bot.platforms:
            findings.append(Finding("platforms", True, "none switched on; `playground` needs none"))
        for platform in bot.platforms.values():
            await platform.start(bot.dispatcher, listen=False)
            findings += await platform.check()
            await platform.stop()
    return findings


async def _make_scratch_database(stack: AsyncExitStack) -> str:
    """Make an empty database that is gone when the stack is left; return its address."""
    url = f"sqlite:///{Path(stack.enter_context(TemporaryDirectory())) / 'scratch.db'}"
    scratch = Database(url)
    await prepare_database(scratch)
    await scratch.close()
    return url


def _missing_finding(path: Path) -> Finding:
    why = diagnose_folder(path)
    return Finding("database", not why, why or f"SQLite: {path} is not there yet; the first start makes it")


async def _database_findings(settings: Settings) -> list[Finding]:
    database = Database(settings.database_url)
    engine = "SQLite" if database.sqlite else "PostgreSQL"
    try:
        if not await schema_revisions.at_head(database):
            return [Finding("database", False, f"{engine}: not at the newest revision; run `python -m bot migrate`")]
        async with database.begin() as store:
            await store.heartbeats.write_beat("check", None)
            await store.heartbeats.delete_beat("check")
        findings = [Finding("database", True, f"{engine}, newest revision, takes writes")]
        async with database.read() as store:
            findings += await _record_findings(store)
        return [*findings, *await _secretariat_findings(database, settings)]
    except UNAVAILABLE as error:
        found = diagnose_failure(error, database.engine.url)
        if found is None:
            raise
        return [Finding("database", False, found.text)]
    finally:
        await database.close()


async def _record_findings(store: Store) -> list[Finding]:
    rooms, troubles = await store.rooms.all(), await store.ledgers.troubles()
    lost = sum(room.state == "lost" for room in rooms)
    return [
        Finding("rooms", True, f"{len(rooms)} linked, {lost} out of reach"),
        Finding("deliveries", True, f"{sum(one.count for one in troubles)} late, failed or out of date"),
        Finding("routing", True, await _learnt(store)),
        Finding("search index", True, await _index(store)),
    ]


async def _secretariat_findings(database: Database, settings: Settings) -> list[Finding]:
    """Who becomes the first member of the secretariat, where there is none."""
    async with database.read() as store:
        if await store.people.secretariat():
            return []
    code = first_secretariat_code(settings.secret_keys[0].encode()) if settings.secret_keys else ""
    how = f"write `admin kode {code}` to the bot" if code else "seed people with role secretariat, or set SECRET_KEY"
    return [Finding("secretariat", True, f"nobody yet: {how}")]


async def _semantic_finding(bot: Bot, settings: Settings) -> Finding:
    """Nothing is lost without it, unless somebody counts on it."""
    meanings = bot.meanings
    if not await meanings.open():
        return Finding("semantic search", settings.semantic != "1", f"{meanings.trouble}: searching by words only")
    try:
        async with bot.database.read() as store:
            count, _ = await store.vectors.standing(meanings.model)
            lacking = await store.vectors.lacking(meanings.model)
    except UNAVAILABLE:
        return Finding("semantic search", True, meanings.model)
    return Finding("semantic search", True, f"{meanings.model}, {count} records read, {lacking} to be read")


async def _learnt(store: Store) -> str:
    """What routing has learnt from people, and how good that is."""
    lesson, counts = await store.lessons.taken(), await store.lessons.counts()
    known = f"{sum(counts.values())} questions have a topic that people confirmed"
    if lesson is None:
        return f"learnt from the topics alone; {known}"
    judged = (
        f"{lesson.accuracy:.0%} of {lesson.held} kept apart guessed right" if lesson.held else "none kept apart yet"
    )
    refused = await store.lessons.refused()
    return (
        f"lesson {lesson.id} ({lesson.version[:12]}), from {lesson.size} confirmed questions, {judged}; {known};"
        f" {refused} lessons were refused"
    )


async def _index(store: Store) -> str:
    """What is wrong is found by a worker within the hour, and mended."""
    index = await standing(store)
    told = [f"{index[how]} {how}" for how in ("missing", "stale", "gone") if index[how]]
    wrong = f" ({', '.join(told)}: a worker mends it by and by, `reindex` at once)" if told else ""
    return f"{index['documents']} records{wrong}"
