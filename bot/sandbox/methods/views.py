"""views.*: https://docs.slack.dev/reference/methods#views"""

from bot.sandbox.errors import SlackError, invalid_arguments, missing_argument
from bot.sandbox.methods.call import Call, Method
from bot.sandbox.model import Json


def open_(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.open"""
    trigger = call.tokens.check_trigger(call.args.text("trigger_id"))
    view = call.views.open(trigger.user, _definition(call))
    trigger.used = True
    return {"view": call.views.as_json(view)}


def push(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.push"""
    trigger = call.tokens.check_trigger(call.args.text("trigger_id"))
    view = call.views.push(trigger.user, _definition(call))
    trigger.used = True
    return {"view": call.views.as_json(view)}


def update(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.update"""
    view_id, external_id = call.args.optional("view_id"), call.args.optional("external_id")
    if not view_id and not external_id:
        raise missing_argument("view_id")
    view = call.views.get(view_id) if view_id else call.views.by_external_id(external_id or "")
    view = call.views.update(view, _definition(call), call.args.optional("hash"))
    return {"view": call.views.as_json(view)}


def publish(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    if not call.manifest.home_tab:
        raise SlackError("not_enabled")
    user = call.args.text("user_id")
    view = call.views.publish(user, _definition(call), call.args.optional("hash"))
    return {"view": call.views.as_json(view)}


def _definition(call: Call) -> Json:
    view = call.args.json("view")
    if view is None:
        raise missing_argument("view")
    if not isinstance(view, dict):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    return view


METHODS = {
    "views.open": Method(open_),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
