"""Terms are filled, clauses chosen and numbered, a draft composed in an intermediate form; no file format here."""
