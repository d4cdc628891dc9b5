"""From German text to what the index holds; pure functions, no Django, the same on every PostgreSQL.

``clean`` repairs text as it comes out of pages and PDFs, ``tokens`` cuts it up, ``words`` gives each word its
keys (exact, stem, parts, root), ``vectors`` writes them down as a tsvector.
"""
