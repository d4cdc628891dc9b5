"""»Kommune wie meine«: which labs have a municipality like the visitor's, and why.

``regions`` holds what is known about Länder and regions, ``compare`` measures, ``reasons`` puts the result into German,
``finder`` answers a visitor.
"""
