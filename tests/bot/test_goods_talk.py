"""What goes from a question on the list of goods not found."""

from hypothesis import given
from hypothesis import strategies as st

from bot.goods_talk import goods_asked, goods_in
from knowledge.articles.query import MAX_QUERY

_GOODS = st.lists(st.sampled_from(["ägg", "blå duk", "mjölk 1,5 %", "servett"]), min_size=1)


class TestGoodsAsked:
    def test_without_the_words_around_them_and_those_found(self) -> None:
        text = "hej, har ni\nservetter?\n\nblå duk\nservetter\nägg"
        assert goods_asked(text) == "servetter\nblå duk\nägg"
        assert goods_asked(text, (0, 2)) == "blå duk"

    @given(_GOODS, st.sets(st.integers(0, 4)))
    def test_each_is_found_or_on_the_list(self, goods: list[str], found: set[int]) -> None:
        unique = list(dict.fromkeys(goods))
        wanted = [one for place, one in enumerate(unique) if place not in found]
        assert goods_asked("\n".join(goods), found).splitlines() == wanted

    def test_nothing_of_a_line_that_is_too_long_to_search_is_lost(self) -> None:
        goods = [f"mycket särskild vara nummer {one}" for one in range(40)]
        line = ", ".join(goods)
        assert len(line) > MAX_QUERY
        assert list(goods_in(goods_asked(f"ägg\n{line}", (0,)))) == goods
        other = f"{line}, och en till"
        assert len(goods_in(goods_asked(f"{line}\n{other}"))) == 2 * len(goods) + 1
