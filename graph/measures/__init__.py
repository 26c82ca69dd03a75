"""Measures: what can be asked of a snapshot, declared once each. Addresses, commands, docs and tests derive from it.

One file a measure, in the room of its subject; it is found by being there. The parts that all share are
``question`` (parameters), ``envelope`` (what every answer says about itself) and ``measure`` (putting both together).
"""
