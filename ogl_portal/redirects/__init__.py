"""Addresses that were public once and are not any more: where what stood there is now, or that it is gone."""
