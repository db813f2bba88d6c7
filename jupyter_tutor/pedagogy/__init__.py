"""Teaching rules: message kind, problem identity, hint ladder, levels, prompts, guard and context."""
