"""How the window looks: colours, spacing, icons."""
