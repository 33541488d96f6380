"""What was said in a recording, as text with times: how it is asked for, and written to files."""
