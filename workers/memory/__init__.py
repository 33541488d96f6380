"""Who may use how much memory of which device: planning, reservations, eviction."""
