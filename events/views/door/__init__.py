"""The door: who has come, on the telephones of those who receive the guests."""
