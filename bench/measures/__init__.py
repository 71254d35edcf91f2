"""What is measured, a module a subject; each returns rows for the report."""
