"""Literature from other systems: BibTeX, RIS and CSL-JSON into records, records into entries."""
