"""Each module can be the first that is imported, by a tool, a test or a shell."""

from __future__ import annotations

from pathlib import Path

from tests.import_order import list_order_faults, read_modules

ROOT = Path(__file__).parent.parent


def test_each_module_can_be_imported_first() -> None:
    assert list_order_faults(read_modules(ROOT, ("bot", "handlers", "storage"))) == []


def test_a_module_that_cannot_is_found(tmp_path: Path) -> None:
    sources = {
        "shop/__init__.py": "",
        "shop/pages.py": "from shop.cards.lookup import find\nSIZE = 4\n",
        "shop/cards/__init__.py": "from shop.cards import album\n",
        "shop/cards/album.py": "from shop.pages import SIZE\n",
        "shop/cards/lookup.py": "def find(): ...\n",
    }
    for name, source in sources.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    assert list_order_faults(read_modules(tmp_path, ("shop",))) == [
        "shop.pages: shop.cards.album needs shop.pages.SIZE"
    ]
