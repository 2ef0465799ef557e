"""How firm a ranking is: weight regions, exact bounds, the least change that turns it. Checks the decision, never makes it."""

import os

# Set before numpy can load: spinning BLAS threads make small products slower, not faster. Where numpy is there already,
# `evaluator.robustness.sampling` limits its threads.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
