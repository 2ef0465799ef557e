"""A purchase of office telephones at the desk, step by step, as the people of a buyer go about it in Chinese."""
