"""What it costs, measured side by side with public peers in one run."""
