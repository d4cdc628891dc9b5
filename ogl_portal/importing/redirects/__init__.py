"""Old addresses that lead to where their content stands now: following them, and keeping the list of them sound."""
