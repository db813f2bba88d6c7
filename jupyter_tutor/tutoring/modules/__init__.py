"""Modules as students take them: publishing, handing out, and progress that is never lost."""
