"""Between the engines and the views: the hub, background work, settings, and installations."""
