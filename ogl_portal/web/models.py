"""How often something was done, for ``web.rate_limit``: in the database, so that every process knows."""

from django.db import models


class RateCount(models.Model):
    """One sender's, or one account's, count of one thing until ``expires_at``; by its hash, so that nobody is named."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "Zählung"
        verbose_name_plural = "Zählungen"

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
