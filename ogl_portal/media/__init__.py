"""Pictures and general files: storing, cleaning, showing and replacing them, and who may. Result PDFs are elsewhere."""
