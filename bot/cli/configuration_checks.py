"""Check what is configured, what is missing, and what each platform answers: the `check_configuration` command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bot.app import Bot
from bot.cli.suspicious_settings import list_suspicious_settings
from bot.http.http_listener import explain_unusable_host
from bot.platforms import Finding
from bot.runtime.bootstrap_data import prepare_database
from bot.runtime.counted_words import count_things
from bot.settings import Settings
from handlers.dates.time_zones import read_tzdata_version
from handlers.directory.members import derive_secretariat_code
from handlers.documents.pdf_content import PACKAGE, is_pdf_drawer_installed
from handlers.library.index_repair import count_index_drift
from storage.kit import schema_revisions
from storage.kit.database import UNAVAILABLE, Database, Store
from storage.kit.database_urls import parse_database_url
from storage.kit.diagnosis import diagnose_database_failure, diagnose_database_folder, find_missing_database_file


async def collect_configuration_findings(settings: Settings, environment: Mapping[str, str]) -> list[Finding]:
    """Return all findings; the bot is built as it would be started."""
    findings = [Finding("time zones", True, f"tzdata {read_tzdata_version()}, arena in {settings.zone.key}")]
    findings += list_suspicious_settings(settings, environment)
    if why := explain_unusable_host(settings.host):
        findings.append(Finding("HOST", False, f"{settings.host} cannot be listened at: {why}"))
    if not settings.secret_keys:
        missed = "calendar files of meetings, one's own data, reports as files, pages to send a table or a picture"
        findings.append(Finding("SECRET_KEY", True, f"not set, so no link can be signed: there are no {missed}"))
    missing = find_missing_database_file(parse_database_url(settings.database_url))
    told = [_check_missing_database(missing)] if missing else await _check_database(settings)
    findings += told
    async with AsyncExitStack() as stack:
        if missing or not all(finding.ok for finding in told):
            # The other checks need a database, and must not create one.
            settings = replace(settings, database_url=await _make_scratch_database(stack))
        bot = Bot.from_settings(settings, worker=False)
        stack.push_async_callback(bot.database.close)
        if missing:
            findings += await _check_secretariat(bot.database, settings)
        findings += [await _check_semantic_search(bot, settings), check_pdf_drawer(), *check_teams_tab(settings)]
        findings += check_picture_folder(settings)
        if not bot.platforms:
            findings.append(Finding("platforms", True, "none switched on; `playground` needs none"))
        for platform in bot.platforms.values():
            await platform.open_sessions(bot.dispatcher, listen=False)
            findings += await platform.check_configuration()
            await platform.close_sessions()
    return findings


async def _make_scratch_database(stack: AsyncExitStack) -> str:
    """Make an empty database and return its address; leaving the stack deletes the database."""
    url = f"sqlite:///{Path(stack.enter_context(TemporaryDirectory())) / 'scratch.db'}"
    scratch = Database(url)
    await prepare_database(scratch)
    await scratch.close()
    return url


def _check_missing_database(path: Path) -> Finding:
    why = diagnose_database_folder(path)
    return Finding("database", not why, why or f"SQLite: {path} is not there yet; the first start makes it")


async def _check_database(settings: Settings) -> list[Finding]:
    database = Database(settings.database_url)
    engine = "SQLite" if database.is_sqlite else "PostgreSQL"
    wrong = diagnose_database_folder(Path(database.engine.url.database or "")) if database.is_sqlite else ""
    try:
        if wrong:
            return [Finding("database", False, wrong)]
        if not await schema_revisions.is_schema_at_head(database):
            later = await schema_revisions.is_schema_served(database)
            why = schema_revisions.LATER if later else "is not at the newest revision; run `python -m bot migrate`"
            return [Finding("database", False, f"{engine}: {why}")]
        async with database.begin() as store:
            await store.heartbeats.record_heartbeat("check", None)
            await store.heartbeats.delete_heartbeat("check")
        findings = [Finding("database", True, f"{engine}, newest revision, takes writes")]
        async with database.read() as store:
            findings += await _check_records(store)
        return [*findings, *await _check_secretariat(database, settings)]
    except UNAVAILABLE as error:
        found = diagnose_database_failure(error, database.engine.url)
        if found is None:
            raise
        return [Finding("database", False, found.text)]
    finally:
        await database.close()


async def _check_records(store: Store) -> list[Finding]:
    rooms, troubles = await store.rooms.list_all_rooms(), await store.delivery_report.list_delivery_troubles()
    lost = sum(room.state == "lost" for room in rooms)
    return [
        Finding("rooms", True, f"{len(rooms)} linked, {lost} out of reach"),
        Finding("deliveries", True, f"{sum(one.count for one in troubles)} late, failed or out of date"),
        Finding("routing", True, await _describe_lesson_in_use(store)),
        Finding("search index", True, await _describe_index_state(store)),
    ]


async def _check_secretariat(database: Database, settings: Settings) -> list[Finding]:
    """Say who becomes the first member of the secretariat, where the secretariat is empty."""
    async with database.read() as store:
        if await store.people.list_secretariat():
            return []
    code = derive_secretariat_code(settings.secret_keys[0].encode()) if settings.secret_keys else ""
    how = f"write `admin kode {code}` to the bot" if code else "seed people with role secretariat, or set SECRET_KEY"
    return [Finding("secretariat", True, f"nobody yet: {how}")]


async def _check_semantic_search(bot: Bot, settings: Settings) -> Finding:
    """Check search by meaning.

    A missing model fails the check only where the settings demand the model.
    """
    meanings = bot.meanings
    if not await meanings.load_model():
        return Finding("semantic search", settings.semantic != "1", f"{meanings.trouble}: searching by words only")
    try:
        async with bot.database.read() as store:
            count, _ = await store.vectors.compute_vector_version(meanings.model)
            lacking = await store.vectors.count_unembedded_documents(meanings.model)
    except UNAVAILABLE:
        return Finding("semantic search", True, meanings.model)
    return Finding(
        "semantic search", True, f"{meanings.model}, {count_things(count, 'records')} read, {lacking} to be read"
    )


def check_pdf_drawer() -> Finding:
    """Say whether reports can be had as PDF. Without it they are Word files, and nothing is wrong."""
    if is_pdf_drawer_installed():
        return Finding("pdf", True, f"{PACKAGE} {version(PACKAGE)}: reports are Word files and PDFs")
    return Finding("pdf", True, "not installed: reports are Word files; requirements-pdf.txt brings PDFs")


def check_picture_folder(settings: Settings) -> list[Finding]:
    """Say whether pictures can be kept in the folder that the settings name, which is made when it is needed."""
    if not settings.picture_folder:
        return []
    path = Path(settings.picture_folder)
    there = next((one for one in (path, *path.absolute().parents) if one.exists()), path)
    usable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    why = f"{path} can be written" if usable else f"{there} is no folder that this user may write to"
    return [Finding("ARENA_PICTURE_FOLDER", usable, why)]


def check_teams_tab(settings: Settings) -> list[Finding]:
    """Say whether the pages can be shown inside Teams, where the settings ask for it."""
    if settings.teams is None or not settings.teams.tab:
        return []
    from bot.platforms.teams.app_package import is_public_name

    what, address = "Teams: personal tab", urlsplit(settings.base_url)
    if address.scheme != "https" or not is_public_name(address.hostname):
        return [Finding(what, False, "TEAMS_TAB=1 needs a BASE_URL with https and a public name")]
    return [Finding(what, True, f"{address.hostname} is shown there once the new app package is uploaded")]


async def _describe_lesson_in_use(store: Store) -> str:
    """Describe the adopted training run and its accuracy."""
    run, counts = (
        await store.training_runs.find_active_training_run(),
        await store.training_runs.count_confirmed_by_topic(),
    )
    known = f"{count_things(sum(counts.values()), 'questions')} with a topic that people confirmed"
    if run is None:
        return f"learnt from the topics alone; {known}"
    judged = f"{run.accuracy:.0%} of {run.held} kept apart guessed right" if run.held else "none kept apart yet"
    refused = await store.training_runs.count_rejected_training_runs()
    return (
        f"lesson {run.id} ({run.version[:12]}), from {run.confirmed_count} confirmed questions, {judged};"
        f" {known}; {count_things(refused, 'lessons refused')}"
    )


async def _describe_index_state(store: Store) -> str:
    """Describe the search index.

    A worker finds wrong entries within the hour and repairs them.
    """
    index = await count_index_drift(store)
    told = [f"{index[how]} {how}" for how in ("missing", "stale", "gone") if index[how]]
    wrong = f" ({', '.join(told)}: a worker mends it by and by, `reindex` at once)" if told else ""
    return f"{count_things(index['documents'], 'records')}{wrong}"
