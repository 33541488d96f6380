"""The button that frees the GPU, and the banner while it is free for other programs."""
