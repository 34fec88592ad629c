"""The data visualization block: line, bar, area and pie charts.

Source: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.sandbox.blockkit.composition import identifier
from bot.sandbox.blockkit.primitives import (
    Check,
    array,
    by_type,
    child,
    fault,
    is_array,
    is_object,
    kind,
    number,
    record,
    string,
)

MOST_SERIES: Final = 12
MOST_POINTS: Final = 20

_LABEL: Final[Check] = string(20)


def _positive(value: object, pointer: str) -> Iterator[str]:
    yield from number(value, pointer)
    if isinstance(value, int | float) and not value > 0:
        yield fault("must be greater than 0", pointer)


def _a_point_for_each_category(chart: Mapping[str, object], pointer: str) -> Iterator[str]:
    axis = chart["axis_config"]
    categories = _members(axis, "categories")
    for place, series in enumerate(_members(chart, "series")):
        labels = [point["label"] for point in _members(series, "data") if is_object(point)]
        if sorted(map(str, labels)) != sorted(map(str, categories)):
            where = child(child(child(pointer, "series"), place), "data")
            yield fault("must provide one item for each of `categories`", where)


def _members(value: object, name: str) -> tuple[object, ...]:
    members = value.get(name) if is_object(value) else None
    return tuple(members) if is_array(members) else ()


_AXES: Final[Check] = kind(
    {
        "series": array(
            record(
                {
                    "name": _LABEL,
                    "data": array(record({"label": _LABEL, "value": number}), MOST_POINTS),
                }
            ),
            MOST_SERIES,
        ),
        "axis_config": record(
            {"categories": array(_LABEL, MOST_POINTS)},
            {"x_label": string(50), "y_label": string(50)},
        ),
    },
    None,
    _a_point_for_each_category,
)

data_visualization: Final[Check] = kind(
    {
        "title": string(50),
        "chart": by_type(
            {
                "line": _AXES,
                "bar": _AXES,
                "area": _AXES,
                "pie": kind(
                    {"segments": array(record({"label": _LABEL, "value": _positive}), MOST_SERIES)}
                ),
            }
        ),
    },
    {"block_id": identifier},
)
