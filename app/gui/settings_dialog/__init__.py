"""The settings: a list of pages, one file for each. A change holds at once, or says when."""
