"""What the program and each engine wrote, followed while it is written."""
