"""Pieces of single pages that draw widgets and send one command each: forms, lists to tick, files."""
