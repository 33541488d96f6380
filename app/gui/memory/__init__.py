"""The GPU's memory as the user shares it out: lent to other programs, or kept free for them."""
