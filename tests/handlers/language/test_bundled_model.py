"""What is learnt of the bundled topics comes from a file, which says the same as learning it would."""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Iterator
from typing import Any

import pytest

from handlers.language import bundled_model, topic_classifier
from handlers.language.bundled_model import load_bundled_model, pack_model
from handlers.language.classifiers import FeatureTable
from handlers.language.feature_model import FeatureModel, TrainingRows, train_feature_model
from handlers.language.topic_classifier import TopicWords
from tests.topic_model import read_training_rows

ROWS = [[("spillvarme fra ovn", 1.5), ("fjernvarme", 1.0)], [("kran på kai", 2.0)]]


def arrays(held: Any) -> Iterator[tuple[str, array[float]]]:
    for field in dataclasses.fields(held):
        value = getattr(held, field.name)
        if isinstance(value, array):
            yield f"{type(held).__name__}.{field.name}", value
        else:
            yield from ((f"{field.name}.{name}", one) for name, one in arrays(value))


@pytest.fixture
async def bundled(sqlite_url: str) -> TrainingRows:
    return await read_training_rows(sqlite_url)


async def test_the_file_is_what_is_learnt_today(bundled: TrainingRows) -> None:
    loaded = load_bundled_model(bundled)
    assert loaded is not None, "what is learnt has changed: run `make topic-model`"
    learnt = dict(arrays(train_feature_model(bundled)))
    found = dict(arrays(loaded))
    assert found.keys() == learnt.keys()
    for name, one in found.items():
        assert one.typecode == learnt[name].typecode
        assert list(one) == pytest.approx(list(learnt[name]), rel=1e-6), f"{name} has changed: run `make topic-model`"


async def test_nothing_is_learnt_of_bundled_topics(
    bundled: TrainingRows, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[object] = []
    monkeypatch.setattr(topic_classifier, "train_feature_model", learnt.append)
    topics = [TopicWords(str(place), (), "", (), [(text, ()) for text, _ in rows]) for place, rows in enumerate(ROWS)]
    monkeypatch.setattr(topic_classifier, "list_training_rows", lambda _topics: bundled)
    topic_classifier._TopicModel(topics)
    assert learnt == []


@pytest.mark.parametrize("changed", [[], [*ROWS, [("ny", 1.0)]], [ROWS[1], ROWS[0]], [[("spillvarme", 1.5)], ROWS[1]]])
def test_a_file_of_other_topics_is_not_taken(
    changed: TrainingRows, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    file = tmp_path / "model"
    file.write_bytes(pack_model(train_feature_model(ROWS), ROWS))
    monkeypatch.setattr(bundled_model, "FILE", file)
    assert load_bundled_model(ROWS) is not None
    assert load_bundled_model(changed) is None


@pytest.mark.parametrize("byteorder", ["little", "big"])
def test_what_is_packed_is_unpacked(byteorder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(bundled_model.sys, "byteorder", byteorder)
    model = train_feature_model(ROWS)
    file = tmp_path / "model"
    file.write_bytes(pack_model(model, ROWS))
    monkeypatch.setattr(bundled_model, "FILE", file)
    assert load_bundled_model(ROWS) == model


def test_each_table_of_the_file_has_as_many_arrays_as_a_table_has() -> None:
    names = [field.name for field in dataclasses.fields(FeatureTable)]
    assert list(vars(train_feature_model(ROWS).words.table)) == names
    assert len(list(bundled_model._list_arrays(train_feature_model(ROWS)))) == 2 + 2 * len(names)
    assert [field.name for field in dataclasses.fields(FeatureModel)] == ["words", "letters"]
