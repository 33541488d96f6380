"""Processes of workers: how they are started, watched, ended, and what is left of them."""
