"""The user's voices: the page that manages them, and the dialog that saves one."""
