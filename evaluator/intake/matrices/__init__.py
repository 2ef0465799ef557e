"""Score forms and decision matrices that buyers made themselves → scores, or a matrix to rank."""
