"""Texts and translation: wording of engines, numbers, durations, keys, languages."""
