"""A ranking becomes a shortlist and a record."""
