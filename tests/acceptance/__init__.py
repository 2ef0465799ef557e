"""Whole purchases, from the first file to the last paper."""
