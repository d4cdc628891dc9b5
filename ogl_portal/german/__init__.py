"""German as readers write and read it: dates, numbers, order, Länder, lists of words. No models in here."""
