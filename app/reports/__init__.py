"""What goes into a bug tracker: all that helps, and nothing about who sends it. No Qt."""
