"""Reports for a bug tracker, without the sender's identity. No Qt."""
