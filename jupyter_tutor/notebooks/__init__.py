"""Rules for modules as notebooks: reading exercises, finding faults, releasing to students."""
