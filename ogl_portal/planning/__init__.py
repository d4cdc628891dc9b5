"""»Planung«: what will happen by itself or is to be done on a day, by month, and moving it to another day."""
