"""Hold every change of the schema, one file each, oldest first by `down_revision`."""
