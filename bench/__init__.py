"""``make bench``: this product beside its floors, in one run on one machine, as ratios."""
