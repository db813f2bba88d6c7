"""Where student code is run for checks: never in the server's process, and confined or not at all."""
