"""What engines there are, and what each of them needs."""
