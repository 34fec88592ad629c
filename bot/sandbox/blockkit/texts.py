"""How many characters of text a payload shows."""

from bot.sandbox.blockkit.primitives import is_array, is_object


def shown_characters(value: object) -> int:
    """The characters in every string that is an object's `text`, at any depth of `value`."""
    total = 0
    waiting = [value]
    while waiting:
        member = waiting.pop()
        if is_object(member):
            shown = member.get("text")
            total += len(shown) if isinstance(shown, str) else 0
            waiting.extend(member.values())
        elif is_array(member):
            waiting.extend(member)
    return total
