"""All engines that there are: what each is, what it takes, and all that can be done about it."""
