"""Complete the metadata of every table, for code that creates, migrates or empties a whole database."""

from __future__ import annotations

import sqlalchemy as sa

from storage.kit.base import Base
from storage.kit.code_numbers import add_code_index
from storage.kit.record_declarations import CodedRecords, collect_declarations, import_tables

import_tables()
metadata = Base.metadata

for coded in collect_declarations(CodedRecords):
    if coded.letter:
        add_code_index(coded.code)

for table in metadata.tables.values():
    for index in table.indexes:
        for engine in ("sqlite", "postgresql") if "where" in index.info else ():
            index.dialect_options[engine]["where"] = sa.text(index.info["where"])
    # PostgreSQL stores these columns in the index: otherwise each row would need another page of the table.
    if "include" in table.primary_key.info:
        table.primary_key.dialect_options["postgresql"]["include"] = table.primary_key.info["include"]
