"""What environments, weights, and voices share on disk: locks, trash, and markers."""
