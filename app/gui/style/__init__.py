"""The look of the window: colors, spacing, icons."""
