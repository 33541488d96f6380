"""What has to be there before an engine can run: planned, made, looked after and removed."""
