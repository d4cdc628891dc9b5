"""Places in Germany: where they come from, how they are stored, and how a typed name finds one.

``names`` folds names, ``sources`` reads the files, ``store`` fills the table, ``lookup`` answers a visitor.
"""
