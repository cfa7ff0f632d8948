"""Docstrings are plain: a verb first, short sentences, and none that begins in the middle of a thought."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.sources import CODE, load_sources

#: words of one sentence, at the most
LONGEST = 20
#: what a docstring begins with: whoever needs another verb adds it here
_VERBS = """
accept acknowledge add admit allow answer apply appoint approve arrange ask assemble assign attach audit begin
bind block break bring build cache calculate call cancel carry change check choose claim classify clear close
collect combine commit compare compile complete compute confirm connect continue convert copy count create cut decide
declare decline decode decrypt define delay delete deliver describe detect determine dismiss dispatch do draw
drop edit embed empty encode encrypt end erase escalate estimate expand explain export extend extract fetch fill
find finish fit fold follow forget format free freeze gather give group guard guess hand handle hash hide hold
identify ignore implement import include index insert interpret invite issue join keep know learn leave let
limit link list load lock log look make map mark match measure merge migrate move name narrow normalise note
notify number offer open parse pass perform pick post prepare present print propose provide publish put query quote
queue raise rank react read receive recognise record redraw refresh refuse register release reload remember remind
remove render reopen repair repeat replace reply report represent request require reset resolve restart restore retract
retry return reveal review revoke route run save say scale schedule score search seed select send separate serve
set settle share shorten show shut sign skip sort spell split start stem stop store strip submit suggest
supervise switch take tell test throttle time track train translate try turn undo update use validate verify
wait wake warn watch weigh withdraw wrap write yield
"""
VERBS = frozenset(_VERBS.split())


def list_docstrings() -> Iterator[tuple[str, str]]:
    """Yield each docstring of the code, with where it stands."""
    for source in load_sources(*CODE):
        for node in source.nodes:
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text:
                    yield f"{source.name}:{getattr(node, 'lineno', 1)}", text


def test_a_docstring_begins_with_a_verb() -> None:
    firsts = {where: re.match(r"\W*([A-Za-z'-]*)", text) for where, text in list_docstrings()}
    assert [f"{where} {first[1]}" for where, first in firsts.items() if first and first[1].lower() not in VERBS] == []
    assert len(firsts) > 1_000


def test_a_sentence_of_a_docstring_is_short() -> None:
    wrong = [
        f"{where}: {part}"
        for where, text in list_docstrings()
        for part in re.split(r"(?<=[.!?:;])\s+", text)
        if len(part.split()) > LONGEST
    ]
    assert wrong == []


def test_a_comment_on_a_name_stands_before_it() -> None:
    """A `#:` line is read as what the next line assigns: one that is left behind describes something else."""
    left = []
    for source in load_sources(*CODE):
        lines = source.text.splitlines()
        for n, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
            if re.match(r"\s*#:", line) and not re.match(r"\s*(?:#|[\w.*\[\]\"', ]+(?:: | = |\)|=|,$|\+=))", after):
                left.append(f"{source.name}:{n}: {after}")
    assert left == []
