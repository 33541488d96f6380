"""One tool's life: its public face, its state machine, and the queue of its requests."""
