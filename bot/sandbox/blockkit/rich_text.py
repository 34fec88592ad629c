"""The `rich_text` block, which tables, task cards and inputs hold too.

Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.blockkit.composition import identifier
from bot.sandbox.blockkit.primitives import (
    Check,
    array,
    boolean,
    by_type,
    integer,
    kind,
    link_address,
    matching,
    one_of,
    record,
    string,
)

_STYLE: Final[Check] = record(
    {},
    dict.fromkeys(
        (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        ),
        boolean,
    ),
)


def _run(required: Mapping[str, Check], **optional: Check) -> Check:
    return kind(required, {"style": _STYLE, **optional})


_RUN: Final[Check] = by_type(
    {
        "text": _run({"text": string()}),
        "link": _run({"url": link_address()}, text=string(), unsafe=boolean),
        "emoji": _run(
            {"name": string()}, unicode=string(), url=link_address(), skin_tone=integer(1, 6)
        ),
        "user": _run({"user_id": string()}),
        "usergroup": _run({"usergroup_id": string()}),
        "channel": _run({"channel_id": string()}),
        "team": _run({"team_id": string()}),
        "broadcast": _run({"range": one_of("here", "channel", "everyone")}),
        "color": _run({"value": matching(r"#[0-9A-Fa-f]{6}", "a hex color like #1A2B3C")}),
        "date": _run(
            {"timestamp": integer(0), "format": string()}, url=link_address(), fallback=string()
        ),
    }
)

# Slack takes an empty list of runs.
_RUNS: Final[Check] = array(_RUN, fewest=0)
_BORDER: Final[Check] = integer(0, 1)
_SECTION: Final[Check] = kind({"elements": _RUNS})

rich_text: Final[Check] = kind(
    {
        "elements": array(
            by_type(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": kind(
                        {
                            "style": one_of("bullet", "ordered"),
                            "elements": array(by_type({"rich_text_section": _SECTION})),
                        },
                        {"indent": integer(0, 8), "offset": integer(0), "border": _BORDER},
                    ),
                    "rich_text_preformatted": kind(
                        {"elements": _RUNS}, {"border": _BORDER, "language": string()}
                    ),
                    "rich_text_quote": kind({"elements": _RUNS}, {"border": _BORDER}),
                }
            ),
            fewest=0,
        )
    },
    {"block_id": identifier},
)

rich_text_object: Final[Check] = by_type({"rich_text": rich_text})
"""A `rich_text` block as another object's member."""
