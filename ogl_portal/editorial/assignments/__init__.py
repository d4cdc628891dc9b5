"""»Bitte ansehen«: somebody asks a colleague to look at a page, and is told when that is done."""
