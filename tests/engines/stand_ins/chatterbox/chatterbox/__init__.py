"""Stands in for the package of chatterbox-tts 0.1.7: what it publishes, and its pitfalls.

It says numbers instead of words: what is heard tells whose voice it was, in which language.
"""
