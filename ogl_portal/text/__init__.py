"""Characters of text, before anybody asks what the text says: pure functions, no Django, no models."""
