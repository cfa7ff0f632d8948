"""The search index (stand-in until the real one is written)."""
from storage.base import Repository


class Search(Repository):
    pass
