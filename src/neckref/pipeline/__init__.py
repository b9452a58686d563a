"""Use cases, one a file: the only place where the kinds meet. Options in, values out, progress as events."""
