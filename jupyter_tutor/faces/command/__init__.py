"""`jupyter tutor …`: what is done from a terminal."""
