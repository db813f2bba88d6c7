"""Revisions of the schema. They describe their tables themselves and import nothing of ours."""
