"""Side-by-side measurements, run by ``make bench``; ratios hold on any machine, milliseconds only on this one."""
