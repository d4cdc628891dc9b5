"""A result document as an EPUB, for readers on paths without a browser. Pure functions but for ``files``."""
