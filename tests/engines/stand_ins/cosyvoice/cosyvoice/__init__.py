"""Stands in for the code of CosyVoice at the commit in the catalog: its interface, its pitfalls.

It says numbers instead of words: what is heard tells whose voice it was, and what was known of it.
"""
