"""The tray application: people and programs come in here."""
