"""Cells become answers and findings; cells are given, no file is opened here."""
