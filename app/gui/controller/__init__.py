"""Between the engine room and the views: the hub and its parts. No widgets."""
