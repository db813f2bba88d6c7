"""Programs that run and give wrong answers: which line is worth a look, and what to say about it."""
