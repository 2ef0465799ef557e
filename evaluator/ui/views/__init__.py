"""Rows and sentences of the pages, made from the state of a tender: nothing is drawn here, so each is tested alone."""
