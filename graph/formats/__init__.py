"""The graph in other programs' formats, evidence included."""
