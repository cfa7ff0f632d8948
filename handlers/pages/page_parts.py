"""Describe a page in parts, in the reader's words; `bot/http` draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.chat.cards import Card
from handlers.library.pictures.page_pictures import PagePicture
from handlers.pages.chart_parts import LineChart, Matrix, SankeyChart

#: links of a group that stand open
MOST_LINKS = 6


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Hold what an address asks for: its path, the code of a record in it, and what stands behind the "?"."""

    path: str
    code: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageLink:
    """Represent a link within the pages; `current` marks what is shown now."""

    label: str
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Represent links of which one is chosen: what a list is narrowed to, or sorted by."""

    label: str
    links: tuple[PageLink, ...]

    @property
    def is_long(self) -> bool:
        """Return True if the links are folded away until they are asked for."""
        return len(self.links) > MOST_LINKS

    @property
    def chosen_label(self) -> str:
        """Return the label of the one that is chosen."""
        return next((link.label for link in self.links if link.current), "")


@dataclass(frozen=True, slots=True)
class SearchBox:
    """Represent a search: a form that sends its words to an address."""

    address: str
    label: str
    submit: str
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """Represent one record in a list."""

    title: str
    address: str = ""
    code: str = ""
    text: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryList:
    """Represent a page of records."""

    entries: tuple[PageEntry, ...]
    #: how many there are, or that there are none
    summary: str
    #: what to do where there are none
    hint: str = ""
    #: to the pages before and after
    pages: tuple[PageLink, ...] = ()
    #: heading; empty: it is what the page is about
    title: str = ""


@dataclass(frozen=True, slots=True)
class TableFile:
    """Hold a table to take out: the name of its file, and its rows with the headings first."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Represent one figure: its value leads to the list that it was counted from."""

    label: str
    definition: str
    value: str
    address: str
    #: per cent of the largest in its table, for a bar; None: no bar
    share: int | None = None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Represent figures of one kind of records."""

    title: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class YearRow:
    """Represent one figure with a value for each year; a value leads to its list where it has an address."""

    label: str
    definition: str
    #: (value, address) for each heading of its table
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class YearTable:
    """Represent figures side by side, a column for each year."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class WebPage:
    """Hold one page; it has of the parts those that are given."""

    #: section that it belongs to; empty: none
    section: str
    title: str
    lead: str = ""
    back: PageLink | None = None
    search: SearchBox | None = None
    groups: tuple[LinkGroup, ...] = ()
    listing: EntryList | None = None
    #: lists below it, each with a title
    below: tuple[EntryList, ...] = ()
    #: figures as tiles, and as rows
    tiles: tuple[FigureTable, ...] = ()
    figures: tuple[FigureTable, ...] = ()
    lines: tuple[LineChart, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    sankeys: tuple[SankeyChart, ...] = ()
    years: tuple[YearTable, ...] = ()
    #: what must be known to read the figures
    remarks: tuple[str, ...] = ()
    #: to the page as a table
    table: PageLink | None = None
    card: Card | None = None
    pictures: tuple[PagePicture, ...] = ()
    #: ways on from it
    links: tuple[PageLink, ...] = ()
