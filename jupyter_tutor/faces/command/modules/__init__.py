"""The commands of `jupyter tutor module`, one module each; imported when they run."""
