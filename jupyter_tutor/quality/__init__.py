"""How good the teaching decisions are, measured on labelled data."""
