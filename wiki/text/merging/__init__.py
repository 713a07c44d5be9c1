"""The parts of a merge: edits that meet, lines that moved, three texts as one row of pieces."""
