"""What price lists have changed: the report of every Monday, and the coordinators' overview."""
