"""Price lists on their way in: from Slack and from a folder, read one by one, told of in Slack."""
