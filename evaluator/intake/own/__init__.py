"""A buyer's own questionnaire on its way to a method: what is asked, what a person decides, the method made of both."""
