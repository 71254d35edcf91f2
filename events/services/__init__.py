"""The only writers: one transaction a verb. The instant and the user come in as arguments."""
