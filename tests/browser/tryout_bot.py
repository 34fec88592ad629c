"""A small Bolt app with one of everything that the page has to show and send back."""

from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Provboten"},
    "features": {
        "bot_user": {"display_name": "Provboten"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "shortcuts": [
            {"name": "Nytt ärende", "callback_id": "new_case", "type": "global"},
            {"name": "Skapa ärende", "callback_id": "case_of_message", "type": "message"},
        ],
        "slash_commands": [
            {"command": "/prova", "description": "Prova boten", "usage_hint": "[text]"}
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "chat:write",
                "commands",
                "files:read",
                "im:history",
                "reactions:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "app_mention", "message.im", "message.channels"]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}

ARTICLES = ("Hallonsylt 2 kg", "Hallonsaft 5 l", "Havregryn 10 kg", "Mellanmjölk 10 l")


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str) -> Json:
    """An option of a select."""
    return {"text": plain(text), "value": value}


def buttons() -> list[Json]:
    """A question with buttons, one of which asks to confirm."""
    confirm = {
        "title": plain("Avbryta?"),
        "text": mrkdwn("Guiden *försvinner*."),
        "confirm": plain("Ja, avbryt"),
        "deny": plain("Nej"),
    }
    return [
        {"type": "header", "block_id": "head", "text": plain("Kan du inte skicka?")},
        {"type": "section", "block_id": "ask", "text": mrkdwn("Är *alla flikar* attesterade?")},
        {
            "type": "actions",
            "block_id": "answers",
            "elements": [
                {
                    "type": "button",
                    "action_id": "answer_yes",
                    "text": plain("Ja"),
                    "style": "primary",
                    "value": "yes",
                },
                {
                    "type": "button",
                    "action_id": "answer_cancel",
                    "text": plain("Avbryt"),
                    "style": "danger",
                    "value": "cancel",
                    "confirm": confirm,
                },
                {"type": "button", "action_id": "open_form", "text": plain("Formulär")},
                {"type": "button", "action_id": "answer_once", "text": plain("Klart")},
            ],
        },
    ]


def choices() -> list[Json]:
    """Selects, checkboxes, a menu, a table and the thumbs."""
    return [
        {
            "type": "section",
            "block_id": "article",
            "text": mrkdwn("Sök en artikel"),
            "accessory": {
                "type": "external_select",
                "action_id": "find_article",
                "placeholder": plain("Artikel"),
                "min_query_length": 2,
            },
        },
        {
            "type": "section",
            "block_id": "supplier",
            "text": mrkdwn("Leverantör"),
            "accessory": {
                "type": "static_select",
                "action_id": "pick_supplier",
                "placeholder": plain("Välj leverantör"),
                "options": [option("Lyreco", "lyreco"), option("Procurator", "procurator")],
            },
        },
        {
            "type": "section",
            "block_id": "done",
            "text": mrkdwn("Vad har du gjort?"),
            "accessory": {
                "type": "checkboxes",
                "action_id": "tick_done",
                "options": [option("Ringt leverantören", "called"), option("Ringt DC", "dc")],
            },
        },
        {
            "type": "section",
            "block_id": "menu",
            "text": mrkdwn("Ärende E-1001"),
            "accessory": {
                "type": "overflow",
                "action_id": "case_menu",
                "options": [option("Visa", "show"), option("Återta", "withdraw")],
            },
        },
        {
            "type": "table",
            "block_id": "prices",
            "rows": [
                [{"type": "raw_text", "text": "Artikel"}, {"type": "raw_text", "text": "Pris"}],
                [{"type": "raw_text", "text": "Sylt"}, {"type": "raw_text", "text": "118,00"}],
            ],
        },
        {
            "type": "context_actions",
            "block_id": "thumbs",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "helped",
                    "positive_button": {"text": plain("Ja"), "value": "good"},
                    "negative_button": {"text": plain("Nej"), "value": "bad"},
                }
            ],
        },
    ]


def form() -> Json:
    """A modal with several inputs, of which `what` is also checked by the app."""
    return {
        "type": "modal",
        "callback_id": "case_form",
        "title": plain("Skapa ärende"),
        "submit": plain("Skicka"),
        "close": plain("Avbryt"),
        "blocks": [
            {
                "type": "input",
                "block_id": "what",
                "label": plain("Vad gäller det?"),
                "hint": plain("Ett par ord räcker."),
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "multiline": True,
                    "max_length": 200,
                },
            },
            {
                "type": "input",
                "block_id": "town",
                "label": plain("Kommun"),
                "element": {
                    "type": "radio_buttons",
                    "action_id": "choice",
                    "options": [option("Simrishamn", "simrishamn"), option("Ystad", "ystad")],
                },
            },
            {
                "type": "input",
                "block_id": "suppliers",
                "label": plain("Leverantörer"),
                "optional": True,
                "element": {
                    "type": "multi_static_select",
                    "action_id": "choice",
                    "options": [option("Lyreco", "lyreco"), option("Procurator", "procurator")],
                },
            },
            {
                "type": "input",
                "block_id": "day",
                "label": plain("Dag"),
                "optional": True,
                "element": {"type": "datepicker", "action_id": "date"},
            },
        ],
    }


def home(presses: int) -> Json:
    """A home tab that counts how often its button was pressed."""
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "block_id": "welcome", "text": plain("Välkommen hem")},
            {
                "type": "actions",
                "block_id": "home_actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "home_press",
                        "text": plain(f"Tryckt {presses} gånger"),
                        "value": str(presses),
                    }
                ],
            },
        ],
    }


def build_app(api_url: str, bot_token: str) -> App:
    """The app, talking to the Web API at `api_url`; every answer quotes what came in."""
    app = App(client=WebClient(token=bot_token, base_url=api_url))

    @app.event("message")
    def on_message(event: Json, say: Say) -> None:
        answer(event, say)

    @app.event("app_mention")
    def on_mention(event: Json, say: Say) -> None:
        say("Jag svarar i tråden.", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("app_home_opened")
    def on_home(event: Json, client: WebClient) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=home(0))

    @app.command("/prova")
    def on_command(ack: Ack, command: Json, respond: Respond) -> None:
        ack()
        respond(f"Kommando: {command['text']}")

    @app.shortcut("new_case")
    @app.shortcut("case_of_message")
    def on_shortcut(ack: Ack, shortcut: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    listen_to_actions(app)
    return app


def answer(event: Json, say: Say) -> None:
    """Answer a person's message by its first word."""
    if event.get("channel_type") != "im" or event.get("bot_id") or event.get("subtype"):
        return
    thread = event.get("thread_ts")
    match event["text"].split(" ")[0]:
        case "knappar":
            say(text="Kan du inte skicka?", blocks=buttons(), thread_ts=thread)
        case "val":
            say(text="Välj", blocks=choices(), thread_ts=thread)
        case "hemligt":
            client: WebClient = say.client or WebClient()
            client.chat_postEphemeral(
                channel=event["channel"], user=event["user"], text="Bara för dig"
            )
        case "tråd":
            say("Ett svar i tråden", thread_ts=event["ts"])
        case _:
            say(f"Du skrev: {event['text']}", thread_ts=thread)


def listen_to_actions(app: App) -> None:
    """Buttons, selects, thumbs and the form."""

    @app.action("answer_yes")
    @app.action("answer_cancel")
    def on_answer(ack: Ack, action: Json, body: Json, say: Say) -> None:
        ack()
        say(f"Tryckt: {action['value']}", thread_ts=body["message"].get("thread_ts"))

    @app.action("answer_once")
    def on_once(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        done = [{"type": "section", "text": mrkdwn("Besvarad")}]
        client.chat_update(**place, text="Besvarad", blocks=done)

    @app.action("open_form")
    def on_open(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.action("home_press")
    def on_home_press(ack: Ack, body: Json, action: Json, client: WebClient) -> None:
        ack()
        client.views_publish(user_id=body["user"]["id"], view=home(int(action["value"]) + 1))

    @app.options("find_article")
    def on_options(ack: Ack, payload: Json) -> None:
        wanted = payload["value"].lower()
        found = [option(name, name) for name in ARTICLES if wanted in name.lower()]
        ack(options=found)

    @app.action("find_article")
    @app.action("pick_supplier")
    @app.action("case_menu")
    def on_choice(ack: Ack, action: Json, say: Say) -> None:
        ack()
        say(f"Valt: {action['selected_option']['value']}")

    @app.action("tick_done")
    def on_tick(ack: Ack, action: Json, say: Say) -> None:
        ack()
        say("Ikryssat: " + ", ".join(chosen["value"] for chosen in action["selected_options"]))

    @app.action("helped")
    def on_helped(ack: Ack, action: Json, say: Say) -> None:
        ack()
        say(f"Tummen: {action['value']}")

    @app.view("case_form")
    def on_submit(ack: Ack, view: Json, body: Json, client: WebClient) -> None:
        values = view["state"]["values"]
        what = values["what"]["text"]["value"]
        if "sylt" not in what:
            ack(response_action="errors", errors={"what": "Skriv något om sylt."})
            return
        ack()
        town = values["town"]["choice"]["selected_option"]["value"]
        suppliers = [one["value"] for one in values["suppliers"]["choice"]["selected_options"]]
        day = values["day"]["date"]["selected_date"]
        text = f"Ärende: {what} / {town} / {'+'.join(suppliers)} / {day}"
        client.chat_postMessage(channel=body["user"]["id"], text=text)
