"""Who may spend and what was spent: holds, settlements, caps, prices, settings, reports."""
