"""The methods of Slack's Web API that the sandbox has, one module a family.

https://docs.slack.dev/reference/methods
"""
