"""Pure decisions: they take values and an instant, and know neither ORM nor clock."""
