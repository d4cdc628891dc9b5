"""What staff find: Wagtail's search backend over our analysis of German, for all lists and choosers of the admin."""
