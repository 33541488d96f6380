"""How the window looks: colors, spacing, icons."""
