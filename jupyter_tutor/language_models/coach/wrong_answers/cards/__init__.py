"""What can be asked and said about the line in which a wrong answer seems to come about."""
