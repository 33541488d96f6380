"""An engine that failed: told of once, shown until it works again, with one thing to do."""
