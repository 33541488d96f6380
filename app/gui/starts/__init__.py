"""A start that the user asked for: planned first, shown where it hurts, then carried out."""
