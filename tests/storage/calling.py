"""Values for every parameter of every repository: by the type it is annotated with, as many as make a difference."""

from __future__ import annotations

import collections.abc
import inspect
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from storage.access.audiences import OUTSIDE, Viewer
from storage.directory.account_traces import AccountTrace
from storage.directory.handovers import map_owned_records
from storage.directory.memberships import MembershipView
from storage.exchange.matching_limits import LimitKey
from storage.kit.base import Base, Repository
from storage.kit.token_encryption import Keyring
from storage.pages.figure_conditions import MOMENTS, Period
from storage.pages.network_figures import NETWORK_FIGURES, PRESENT
from storage.pages.own_figures import OWN_FIGURES
from storage.pages.record_sources import NEWEST, SOURCES, RecordFilter
from storage.questions.questions import Question
from storage.queue.delivery_rows import CANCELLED, DEAD, EXPIRED
from storage.queue.outbox import DeliveryDraft
from storage.search.search_consistency import map_indexed_records
from storage.search.search_index import IndexEntry, SearchScope
from storage.search.search_rows import SearchDocument, SearchNgrams

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SIGHTS = (
    OUTSIDE,
    Viewer(whole=True),
    Viewer(person_id=1),
    Viewer(organisation_id=1, region="region:vestland", person_id=1),
)


def pairwise(*options: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Combinations in which every value meets every value of every other option: few, where a product is many."""
    every = list(product(*(range(len(values)) for values in options)))
    unmet = {pair for one in every for pair in _pairs(one)}
    chosen = []
    while unmet:
        chosen.append(max(every, key=lambda one: len(unmet & _pairs(one))))
        unmet -= _pairs(chosen[-1])
    return [tuple(values[at] for values, at in zip(options, one, strict=True)) for one in chosen]


def _pairs(chosen: Sequence[int]) -> set[tuple[tuple[int, int], ...]]:
    return set(combinations(enumerate(chosen), 2))


PLAIN: dict[Any, tuple[Any, ...]] = {
    int: (1,),
    str: ("x",),
    bool: (False, True),
    float: (1.0,),
    bytes: (b"x",),
    datetime: (NOW,),
    date: (NOW.date(),),
    LimitKey: (LimitKey("heat", "pipe", "distance"),),
    timedelta: (timedelta(hours=1),),
    NoneType: (None,),
    Any: ("x",),
    object: (1,),
    dict: ({},),
    Viewer: SIGHTS,
    Keyring: (Keyring(("k" * 32,)),),
    IndexEntry: (
        IndexEntry(
            SearchDocument(kind="solution", record_id=1, level="open", language="nb", unanswered=False),
            {"nett": 1.0},
            SearchNgrams(marks="", grams=b""),
        ),
    ),
    SearchScope: tuple(
        SearchScope(*chosen)
        for chosen in pairwise(
            (("solution",), ("solution", "question")),
            (("open",), ("open", "members")),
            (None, 1),
            (None, 1),
            (None, "nb"),
            (None, NOW.date()),
            SIGHTS,
        )
    ),
    Period: (Period(NOW, NOW + timedelta(days=1), NOW.date(), NOW.date() + timedelta(days=1)),),
    RecordFilter: tuple(
        RecordFilter(sight, ("open",), states, topic, house, day, listing_levels=("open",), own_ids=(1, 2))
        for sight, states, topic, house, day in pairwise(
            SIGHTS, ((), ("open",)), (None, 1), (None, 1), (None, NOW.date())
        )
    ),
    DeliveryDraft: (
        DeliveryDraft(key="k", platform="fake", workspace="W1", user="kari", template="t", args={}, kind="notice"),
    ),
    AccountTrace: (),
    MembershipView: (),
}


SPANS = tuple(Period(NOW + timedelta(days=n), NOW + timedelta(days=n + 1), NOW.date(), NOW.date()) for n in range(3))
#: where a parameter takes some values only
NAMED: dict[tuple[str, str], Sequence[Any]] = {
    ("SearchConsistency", "kind"): tuple(map_indexed_records()),
    ("Handovers", "what"): tuple(map_owned_records()),
    ("Deliveries", "state"): (CANCELLED, EXPIRED, DEAD),
    ("ThreadPosts", "state"): (CANCELLED, EXPIRED, DEAD),
    ("RecordLists", "kind"): tuple(SOURCES),
    ("RecordLists", "order"): (NEWEST,),
    ("FigureIds", "figure"): tuple(OWN_FIGURES),
    ("FigureIds", "figures"): (tuple(OWN_FIGURES), ()),
    ("FigureIds", "name"): tuple(NETWORK_FIGURES),
    ("FigureIds", "kind"): tuple(PRESENT),
    ("FigureCounts", "names"): (("questions-asked", "first-answer"), ("listings-open",), ()),
    ("FigureCounts", "name"): tuple(MOMENTS),
    ("FigureCounts", "spans"): (SPANS,),
    ("NameRemoval", "tables"): (("questions", "answers"), ()),
    ("ScheduledNotifications", "changes"): ([], [{"row": "x", "due_at": NOW}]),
}


def repositories(kind: type[Repository] = Repository) -> Iterator[type[Repository]]:
    for one in kind.__subclasses__():
        yield one
        yield from repositories(one)


def methods(kind: type[Repository]) -> Iterator[str]:
    for name, _method in inspect.getmembers(kind, inspect.iscoroutinefunction):
        if not name.startswith("_"):
            yield name


def calls(kind: type[Repository], name: str) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Every combination of what the parameters may be."""
    method = getattr(kind, name)
    hints = get_type_hints(method, vars(sys.modules[method.__module__]) | {"Keyring": Keyring})
    parameters = [one for one in inspect.signature(method).parameters.values() if one.name != "self"]
    rows = _map_row_types(kind)
    options = [
        NAMED.get((kind.__name__, one.name)) or values(rows.get(hints[one.name], hints[one.name])) for one in parameters
    ]
    for chosen in product(*options):
        given: list[Any] = []
        named: dict[str, Any] = {}
        for one, value in zip(parameters, chosen, strict=True):
            if one.kind is one.VAR_POSITIONAL:
                given.append(value)
            elif one.kind is one.VAR_KEYWORD:
                continue
            elif one.kind is one.KEYWORD_ONLY:
                named[one.name] = value
            else:
                given.append(value)
        yield tuple(given), named


def _map_row_types(kind: type[Repository]) -> dict[Any, Any]:
    """What the repository puts for the type variables of what it inherits."""
    bases = [one for one in getattr(kind, "__orig_bases__", ()) if get_args(one)]
    return {
        given: arg
        for base in bases
        for given, arg in zip(get_origin(base).__parameters__, get_args(base), strict=True)  # type: ignore[union-attr]
    }


def values(hint: Any) -> Sequence[Any]:
    """Raises LookupError for a type that nobody has told values of."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin in (Union, UnionType):
        return [value for one in arguments for value in values(one)]
    if inspect.isclass(hint) and issubclass(hint, Base):
        return [sample(hint)]
    if isinstance(hint, TypeVar):
        return [sample(Question)]
    if origin is InstrumentedAttribute:
        return [Question.number]
    if origin is type:
        return [Question]
    if origin is tuple:
        if arguments[-1] is ...:
            return [(), (values(arguments[0])[0],)]
        return [tuple(values(one)[0] for one in arguments)]
    if origin in (dict, collections.abc.Mapping):
        return [{}, {values(arguments[0])[0]: values(arguments[1])[0]}]
    if origin in (list, set, collections.abc.Sequence, collections.abc.Collection, collections.abc.Iterable):
        made = set if origin is set else list
        return [made(), made(list(values(arguments[0]))[:2])]
    raise LookupError(f"tests/storage/calling.py does not say what a {hint} may be")


def sample(kind: type[Base]) -> Base:
    """A row that was never stored, with something in every column."""
    filled: dict[str, Any] = {}
    for column in sa.inspect(kind).columns:
        filled[sa.inspect(kind).get_property_by_column(column).key] = _filling(column)
    return kind(**filled)


def _filling(column: sa.Column[Any]) -> Any:
    if isinstance(column.type, sa.JSON):
        return {} if "dict" in str(column.type) else []
    found = {int: 1, str: "x", bool: False, bytes: b"x", float: 1.0, date: NOW.date(), datetime: NOW}
    python = getattr(column.type, "impl_instance", column.type)
    kind = datetime if isinstance(python, sa.DateTime) else column.type.python_type
    return found.get(kind, "x")
