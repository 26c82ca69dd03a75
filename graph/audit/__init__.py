"""Rules that look for what is wrong with the facts of a built graph, each the kind of an error once found by reading.

A rule is a function of a snapshot that yields findings; ``rules.py`` lists them. What a person has looked at and left
as it is stands in ``explained.csv``, with the reason.
"""
