"""What the course staff wrote and decided, brought to bear on a message."""
