"""Read what an address narrows a list to, and build the links that narrow it otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from handlers.chat.say import Say
from handlers.pages.page_parts import LinkGroup, PageLink, PageRequest

#: records on a page
PAGE = 20
#: most digits of a page number
DIGITS = 6


@dataclass(frozen=True, slots=True)
class ListChoices:
    """Hold the choices of an address; one that is not chosen is not there."""

    path: str
    values: Mapping[str, str]
    page: int = 1

    @property
    def skip(self) -> int:
        return (self.page - 1) * PAGE

    def build_address(self, **changes: str) -> str:
        """Return the address with these choices instead, from the first page; "" takes one back."""
        values = {name: value for name, value in {**self.values, **changes}.items() if value}
        return f"{self.path}?{urlencode(values)}" if values else self.path


def parse_list_choices(asked: PageRequest, known: Mapping[str, Collection[str]]) -> ListChoices | None:
    """Return the choices; None for a value that is unknown. Names that are unknown say nothing.

    `known`: name -> its values. Empty values are those of a form that was not filled in.
    """
    values = {name: asked.query[name] for name in known if asked.query.get(name)}
    page = asked.query.get("page", "1")
    if any(value not in known[name] for name, value in values.items()):
        return None
    if not (page.isascii() and page.isdecimal() and len(page) <= DIGITS and int(page)):
        return None
    return ListChoices(asked.path, values, int(page))


def build_link_group(
    choices: ListChoices, label: str, name: str, options: Iterable[tuple[str, str]], *, every: str = ""
) -> LinkGroup:
    """Return a link for each (value, label). `every`: the label of the one that takes the choice back."""
    chosen = choices.values.get(name, "")
    offered = [("", every)] if every else []
    links = [
        PageLink(text, choices.build_address(**{name: value}), value == chosen) for value, text in (*offered, *options)
    ]
    return LinkGroup(label, tuple(links))


def build_page_links(
    say: Say, choices: ListChoices, count: int, size: int = PAGE, *, is_counted: bool = True
) -> tuple[PageLink, ...]:
    """Return the links to the pages before and after, and between them which page it is; nothing for a single page.

    `is_counted`: False where there may be more than `count`.
    """
    links = []
    if choices.page > 1:
        before = str(choices.page - 1) if choices.page > 2 else ""
        links.append(PageLink(say("Previous page"), choices.build_address(page=before)))
    here = say("Page {n} of {all}", n=choices.page, all=-(-count // size)) if is_counted else ""
    links.append(PageLink(here or say("Page {n}", n=choices.page), "", current=True))
    if choices.page * size < count:
        links.append(PageLink(say("Next page"), choices.build_address(page=str(choices.page + 1))))
    return tuple(links) if len(links) > 1 else ()


def is_page_there(choices: ListChoices, count: int, size: int = PAGE) -> bool:
    """Return False for a page behind the last one."""
    return choices.page == 1 or (choices.page - 1) * size < count
