"""Models' files: downloaded when the user asks for it, checked, kept, and removed."""
