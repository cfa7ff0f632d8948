"""What `check` looks at: what is configured, what is missing, and what each platform answers."""

from __future__ import annotations

from bot.app import Bot
from bot.platforms import Finding
from bot.settings import Settings
from handlers.members import first_secretariat_code
from handlers.mending import standing
from handlers.times.zones import tzdata_version
from storage import revisions
from storage.database import UNAVAILABLE, Database, Store


async def findings_of(settings: Settings) -> list[Finding]:
    """Everything that is looked at, the bot as it would be started included."""
    findings = [Finding("time zones", True, f"tzdata {tzdata_version()}, arena in {settings.zone.key}")]
    bot = Bot.build(settings, worker=False)
    if not settings.secret_keys:
        findings.append(Finding("SECRET_KEY", True, "not set: meetings have no calendar files to open"))
    findings += await _database_findings(bot.database, settings)
    findings.append(await _semantic_finding(bot, settings))
    if not bot.platforms:
        findings.append(Finding("platforms", True, "none switched on; `playground` needs none"))
    for platform in bot.platforms.values():
        await platform.start(bot.dispatcher, listen=False)
        findings += await platform.check()
        await platform.stop()
    await bot.database.close()
    return findings


async def _database_findings(database: Database, settings: Settings) -> list[Finding]:
    engine = "SQLite" if database.sqlite else "PostgreSQL"
    try:
        if not await revisions.at_head(database):
            return [Finding("database", False, f"{engine}: not at the newest revision; run `python -m bot migrate`")]
        async with database.read() as store:
            secretariat = await store.people.secretariat()
            rooms, troubles = await store.rooms.all(), await store.ledgers.troubles()
            learnt, index = await _learnt(store), await _index(store)
    except UNAVAILABLE as error:
        return [Finding("database", False, f"{engine}: {error}: cannot be reached")]
    lost = sum(room.state == "lost" for room in rooms)
    findings = [
        Finding("database", True, f"{engine}, newest revision"),
        Finding("rooms", True, f"{len(rooms)} linked, {lost} out of reach"),
        Finding("deliveries", True, f"{sum(one.count for one in troubles)} late, failed or out of date"),
        Finding("routing", True, learnt),
        Finding("search index", True, index),
    ]
    if not secretariat:
        code = first_secretariat_code(settings.secret_keys[0].encode()) if settings.secret_keys else ""
        how = (
            f"write `admin kode {code}` to the bot" if code else "seed people with role secretariat, or set SECRET_KEY"
        )
        findings.append(Finding("secretariat", True, f"nobody yet: {how}"))
    return findings


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
