"""Larger pieces of single pages: like a page they read, draw and decide nothing."""
