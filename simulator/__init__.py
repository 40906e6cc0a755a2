"""Drivers that do not exist: the harness that phones Karla, and scores how she does."""
