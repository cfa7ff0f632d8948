"""Log one line per happening, with the event's id.

No line holds texts, names, addresses or tokens.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

#: Minimum level of each library. Below it some print payloads, signatures and message texts.
FLOORS = {
    "aiohttp": logging.ERROR,  # access lines contain feed tokens
    "aiosqlite": logging.WARNING,  # statements with their values
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.ERROR,
    "azure": logging.ERROR,
    "botbuilder": logging.ERROR,
    "botframework": logging.ERROR,
    "msal": logging.ERROR,
    "msrest": logging.ERROR,  # payloads that it could not parse
    "slack_bolt": logging.ERROR,  # bodies of rejected or unhandled requests
    "slack_sdk": logging.ERROR,  # message texts
    "sqlalchemy": logging.WARNING,  # statements with their values
    "urllib3": logging.ERROR,
}
HIDDEN = "[hidden]"
#: (pattern of a secret, replacement)
SECRETS = (
    (re.compile(r"\bx(?:ox[a-z]|app)(?:\.[a-z]+)?-[\w-]+"), HIDDEN),  # Slack's tokens
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\beyJ[\w-]{5,}+(?:\.[\w-]*+){0,2}"), HIDDEN),  # JSON Web Tokens
    (re.compile(r"\bv0=[0-9a-f]{16,}"), f"v0={HIDDEN}"),  # Slack's signature
    (re.compile(r"(://[^/\s:@]*):[^/\s@]+@"), rf"\1:{HIDDEN}@"),  # passwords in addresses
    (re.compile(r"(hooks\.slack(?:-gov)?\.com/)[^\s\"']+"), rf"\1{HIDDEN}"),  # secret link that allows posting
    (re.compile(r"(/calendar/)[^/\s?\"']+"), rf"\1{HIDDEN}"),  # secret link to a calendar
    (re.compile(r"(/web/sign-in/)[^/\s?\"']+"), rf"\1{HIDDEN}"),  # link that signs somebody in
    (re.compile(r"(/data/(?:[a-z]+/)?)[\d.]+\.[^/\s?\"']+"), rf"\1{HIDDEN}"),  # secret link to a person's data
    (
        re.compile(
            r"((?:secret|token|password|signature)[\w-]{0,40}[\"']?\s{0,9}[:=]\s{0,9}[\"']?)[^\s\"',;&}]+",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"), HIDDEN),  # e-mail
)
#: Modules of exceptions whose message is safe to log. Any other may quote a member's text.
SPEAKING = ("bot.", "storage.")
_OUR_FOLDERS = ("/bot/", "/handlers/", "/storage/")
#: of these, what passes statements on to the database
_PASSING_ON = "/storage/kit/"
#: In the name of this module SQLAlchemy tells whenever it opens and closes a pool.
POOLS = "storage.kit.database_errors"


def configure_logging(level: str = "INFO", format: str = "", *, secrets: Iterable[str] = ()) -> None:
    """Send all log lines to standard error, as "json" or "text" (empty: text on a terminal).

    `secrets` are hidden wherever they occur, beside everything that looks like one.
    """
    as_text = format == "text" or (not format and sys.stderr.isatty())
    shared = _list_shared_processors(Redaction(secrets, one_line=as_text))
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_line_allowed)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_keep_first_line, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _choose_log_renderer(as_text=as_text),
            ],
            use_get_message=True,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger(POOLS).setLevel(root.level if root.level <= logging.DEBUG else logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _list_shared_processors(redaction: Redaction) -> list[Processor]:
    """Return the processors for our own lines and for those of libraries alike."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(("delivery", "platform")),
        format_log_exception,
        redaction,
    ]


def _choose_log_renderer(*, as_text: bool) -> Processor:
    if as_text:
        return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return structlog.processors.JSONRenderer(ensure_ascii=False)


class Redaction:
    """Remove secrets and addresses from every value, however deep."""

    def __init__(self, secrets: Iterable[str], *, one_line: bool) -> None:
        known = sorted((re.escape(secret) for secret in secrets if secret), key=len, reverse=True)
        self.known = re.compile("|".join(known)) if known else None
        #: JSON escapes line ends. In plain text they could forge a log line.
        self.one_line = one_line

    def __call__(self, _logger: Any, _method: str, event: EventDict) -> EventDict:
        return {
            key: self.redact_value(value, keep_lines=key == "exception") if not key.startswith("_") else value
            for key, value in event.items()
        }

    def redact_value(self, value: Any, *, keep_lines: bool = False) -> Any:
        if isinstance(value, dict):
            return {str(key): self.redact_value(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.redact_value(inner) for inner in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        text = str(value)
        if self.known is not None:
            text = self.known.sub(HIDDEN, text)
        for pattern, left in SECRETS:
            text = pattern.sub(left, text)
        if self.one_line and not keep_lines:
            text = text.replace("\r", "\\r").replace("\n", "\\n")
        return text


def format_log_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Format where an exception happened and its type.

    Its message is added only where it cannot quote a member.
    """
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_format_exception_chain(error))
    return event


def describe_error_place(error: BaseException) -> str:
    """Return the innermost line of our own code that the error passed: "handlers/questions/drafts.py:42 ask".

    What only passes statements on is named where there is nothing else.
    """
    place = passed_on = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = frame.f_code.co_filename
        folder = next((folder for folder in _OUR_FOLDERS if folder in path and "site-packages" not in path), None)
        if folder is not None:
            found = f"{path[path.rindex(folder) + 1 :]}:{line} {frame.f_code.co_name}"
            place, passed_on = (place, found) if _PASSING_ON in path else (found, passed_on)
    return place or passed_on


def _format_exception_chain(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _format_exception_chain(before)
        yield "then"
    yield from _format_traceback(error.__traceback__)
    speaks = isinstance(error, OSError) or type(error).__module__.startswith(SPEAKING)
    yield f"{type(error).__qualname__}: {error}" if speaks else type(error).__qualname__
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _format_exception_chain(inner)


def _format_traceback(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"


def _is_line_allowed(record: logging.LogRecord) -> bool:
    return record.levelno >= FLOORS.get(record.name.partition(".")[0], logging.NOTSET)


def _keep_first_line(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Keep only the first line of a library's message.

    asyncio puts the exception's own words into the second.
    """
    event["event"] = str(event.get("event", "")).partition("\n")[0]
    return event
