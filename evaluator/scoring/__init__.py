"""Answers become values, values a performance matrix, the matrix a ranking."""
