"""A vendor's workbook becomes answers, answers values, values a ranking, a ranking a shortlist, the chosen bid a draft."""

__version__ = "0.1.0"
