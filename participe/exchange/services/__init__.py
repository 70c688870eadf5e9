"""The import of a consultation, step by step: mappings, files, rows, checking, writing."""
