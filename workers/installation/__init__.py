"""Installs, verifies, repairs, and removes what engines need: packages, code, and weights."""
