"""auth.*, users.*, bots.*, team.*, apps.* and api.test."""

from bot.sandbox import render
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method, page
from bot.sandbox.model import Json

_MOST = 1000


def api_test(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/api.test"""
    error = call.args.optional("error")
    if error:
        raise SlackError(error, args={"error": error})
    return {}


def auth_test(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/auth.test"""
    state, bot = call.workspace.state, call.workspace.bot
    return {
        "url": f"{call.base_url}/",
        "team": state.team.name,
        "user": bot.name,
        "team_id": state.team.id,
        "user_id": bot.id,
        "bot_id": state.app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/apps.connections.open"""
    if not call.manifest.socket_mode:
        raise SlackError("socket_mode_not_enabled")
    address = call.base_url.replace("http", "ws", 1)
    ticket = call.new_ticket()
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.workspace.state.app.id}"}


def users_info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/users.info"""
    person = call.workspace.person(call.args.text("user"))
    return {
        "user": render.user(
            person,
            call.workspace.state,
            locale=call.args.flag("include_locale"),
            email="users:read.email" in call.manifest.scopes,
        )
    }


def users_list(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/users.list"""
    people = list(call.workspace.state.people.values())
    limit = call.args.limit(len(people) or 1, _MOST)
    shown, cursor = page(people, call.args.optional("cursor"), limit)
    locale = call.args.flag("include_locale")
    email = "users:read.email" in call.manifest.scopes
    state = call.workspace.state
    return {
        "members": [render.user(one, state, locale=locale, email=email) for one in shown],
        "cache_ts": int(call.workspace.clock()),
        "response_metadata": {"next_cursor": cursor},
    }


def bots_info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/bots.info"""
    state, bot = call.workspace.state, call.workspace.bot
    if call.args.optional("bot") not in (None, state.app.bot_id):
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": state.app.bot_id,
            "deleted": False,
            "name": bot.real_name,
            "updated": bot.updated,
            "app_id": state.app.id,
            "user_id": bot.id,
            "icons": {},
        }
    }


def team_info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/team.info"""
    team = call.workspace.state.team
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": f"{call.base_url}/",
            "domain": team.domain,
            "email_domain": "",
            "icon": {},
        }
    }


METHODS = {
    "api.test": Method(api_test, caller="anyone"),
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(connections_open, caller="app"),
    "users.info": Method(users_info, ("users:read",)),
    "users.list": Method(users_list, ("users:read",)),
    "bots.info": Method(bots_info, ("users:read",)),
    "team.info": Method(team_info, ("team:read",)),
}
