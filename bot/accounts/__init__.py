"""New articles tied to accounts: suggestions, choices, spreadsheets out and in."""
