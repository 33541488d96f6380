"""The settings window: one file per page. A change applies at once, or the page says when."""
