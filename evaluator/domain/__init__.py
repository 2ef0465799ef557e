"""The nouns: frozen dataclasses, enums, Decimal money and Fraction weights; standard library only."""
