"""What people upload: looked at, refused with a sentence, rid of what it tells beside its content.

Pure functions over files, no Django. ``pictures`` says what is taken, ``picture_metadata`` and ``avif`` clean it.
"""
