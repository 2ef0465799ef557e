"""Use cases: each checks who may do it, does it in one transaction and logs it."""
