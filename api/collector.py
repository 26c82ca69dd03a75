"""The collector of a process that answers one command, set as it begins: importing makes most of its objects."""

import gc

COLLECTED_EVERY = 1_000_000
"""Objects made between two walks of the collector: every 700, as is usual, it walks over modules and facts for half the
time of a command."""

gc.set_threshold(COLLECTED_EVERY)
