"""Who may spend: the stores that reserve and settle."""
