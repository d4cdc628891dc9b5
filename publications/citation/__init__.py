"""Citations: one bibliographic record in, every format out. Only ``sources`` and ``views`` know Django."""
