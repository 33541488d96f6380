"""The one front door for setting anything up: ``python3 -m installer run|test|...``.

It needs Python 3.11 and its standard library, nothing else, and it says what it does.
"""
