"""Pure string craft: what is printed made comparable, split, parsed and safe to show. No I/O but the package's data."""
