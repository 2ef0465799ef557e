"""Workbooks that are not ours: recognised, laid out by a person where need be, matched to our questions, read as bids."""
