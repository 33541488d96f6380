"""The tray application. Qt is used here and nowhere else."""
