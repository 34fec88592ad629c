"""HTTP mode: Slack's signed requests, by Bolt's adapter for Starlette."""

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def web_app(bolt: App) -> Starlette:
    """The web application: `/slack/events` for everything that Slack sends, `/healthz`."""

    async def events(request: Request) -> Response:
        # Bolt's own handler would dispatch on the event loop and hold every other request up.
        asked = to_bolt_request(request, await request.body())
        return to_starlette_response(await run_in_threadpool(bolt.dispatch, asked))

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", healthz, methods=["GET"]),
        ]
    )
