"""Lab teams: who belongs to which, what it may do, and what of its drafts and files others do not see."""
