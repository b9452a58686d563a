"""Facts in plain files that a domain person can edit: bundled article, snapshot, vocabulary."""
