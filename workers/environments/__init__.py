"""The engines' own environments, and what to do when one lacks a package."""
