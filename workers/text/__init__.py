"""What is done to a text before any engine is asked: cleaned, checked, cut into pieces."""
