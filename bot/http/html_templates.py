"""Render the pages of `templates/` with Jinja, which escapes whatever it is given.

Whatever members wrote comes out as typed: no template marks a value as safe.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.http.stylesheets import ICON, build_style_address

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _load_environment() -> Environment:
    """Load Jinja with the first page: a worker draws none, and a start shall be short."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("bot.http")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False, keep_trailing_newline=True
    )
    environment.globals["style"], environment.globals["icon"] = build_style_address(), ICON
    return environment


def render_template(template: str, **values: object) -> str:
    """Render a file of `templates/`. Raises UndefinedError for a value that it names and is not given."""
    return _load_environment().get_template(template).render(values)
