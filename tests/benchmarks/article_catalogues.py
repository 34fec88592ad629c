"""Catalogues to search: composed from a seed, of several trades, or read from a price list."""

import random
from pathlib import Path
from typing import NamedTuple

from knowledge.articles import Article
from knowledge.articles.words import fold
from knowledge.pricelists import read_price_list


class Trade(NamedTuple):
    """What names of goods are made of: a `kind` and a `goods` are one word if `compound`."""

    goods: str
    kinds: str
    traits: str
    brands: str
    sizes: tuple[str, ...]
    compound: bool = True


TRADES = {
    "mixed": Trade(
        goods="""mjöl socker gryn ris pasta bönor linser ärter tomater juice saft sylt olja ketchup
        senap buljong kanel peppar salt bröd knäckebröd kycklingfilé torsk lax köttbullar färs korv
        skinka bacon ost smör mjölk grädde yoghurt fil kvarg potatis morot lök kål gurka paprika
        äpplen bananer päron papper servetter tvål diskmedel tvättmedel sopsäckar handskar förkläden
        trasor penna block pärm kuvert toner batterier tejp lim sax kaffe te muggar plåster""",
        kinds="""vete råg havre korn majs soja kokos mandel hallon lingon jordgubbs apelsin äppel
        tomat grönsaks svamp lök vitlöks kyckling kalkon nöt gris fisk kök toalett hushålls skriv
        kopierings hand maskin golv fönster frys ugns bak lunch frukost""",
        traits="""ekologisk svensk fryst färsk torkad rökt skivad strimlad tärnad hel malen grov fin
        röd grön gul blå vit svart osötad laktosfri glutenfri parfymfri naturell vanilj mild stark
        lättsaltad fullkorn extra stor liten mellan refill miljömärkt""",
        brands="""Åkergård Solbacka Nordvik Ekehult Björkdala Havsro Lindero Tallmo Kustens Slättens
        Bergatorp Vinterlund""",
        sizes=(
            "250 g",
            "500 g",
            "750 g",
            "1 kg",
            "2,5 kg",
            "5 kg",
            "10 kg",
            "250 ml",
            "5 dl",
            "1 l",
        ),
    ),
    "office": Trade(
        goods="""penna block pärm kuvert toner batteri tejp lim sax häfte mapp register etikett
        kalender almanacka linjal gem klammer hålslag stämpel dyna märkpenna tavla sudd papper
        ficka plastficka brevkorg lampa stol mus tangentbord kabel adapter skärm väska""",
        kinds="""blyerts kul tusch skriv kopierings arkiv häng ring spiral kontors bords skol rit
        laser bläck adress post vägg dokument kassa kvitto presentations whiteboard""",
        traits="""rutat linjerat olinjerat A3 A4 A5 svart blå röd grön gul vit transparent hålat
        ohålat självhäftande återvunnen miljömärkt extra smal bred tunn mjuk hård uppladdningsbar
        trådlös justerbar vridbar dubbelsidig matt blank""",
        brands="""Papyra Skrivmo Kontoria Linjett Bläckverk Arkivex Norrpenn Pennvik Officium
        Stiftas Klamro Rutabo""",
        sizes=("10 st", "12-pack", "50 st", "100 st", "500 st", "1 st", "25 mm", "50 mm", "2 m"),
    ),
    "english": Trade(
        goods="""gloves apron towel tissue wipes soap detergent cleaner bleach sponge cloth mop
        bucket bag liner cup plate fork spoon napkin film foil tray bowl lid straw coffee tea
        biscuits crackers noodles rice beans sauce cereal granola juice water crisps""",
        kinds="""kitchen paper hand toilet floor glass surface oven nitrile latex vinyl disposable
        heavy organic instant whole green black soft crispy roasted salted frozen dried""",
        traits="""large small medium blue white clear scented unscented recycled powder-free sterile
        vegan gluten-free sugar-free unsalted mild strong original classic premium compact refill
        double single quick""",
        brands="""Purewell Northfield Cleanora Brightway Oakmere Silverlake Freshly Haverton
        Bluepeak Greenleaf Stonebrook Maplewood""",
        sizes=("100 pcs", "50 pcs", "1 l", "500 ml", "750 ml", "5 l", "250 g", "500 g", "1 kg"),
        compound=False,
    ),
}


def composed(count: int, rng: random.Random, trade: str = "mixed") -> list[Article]:
    """`count` articles with distinct names."""
    goods, kinds, traits, brands = (words.split() for words in TRADES[trade][:4])
    join = "" if TRADES[trade].compound else " "
    names: dict[str, None] = {}
    while len(names) < count:
        kind = rng.choice(kinds) + join if rng.random() < 0.7 else ""
        what = (kind + rng.choice(goods)).capitalize()
        words = [what, *rng.sample(traits, rng.randint(0, 3)), rng.choice(brands)]
        names[" ".join((*words, rng.choice(TRADES[trade].sizes)))] = None
    numbers = rng.sample(range(100_000, 100_000 + 90 * count), count)
    return [
        Article(id_, str(number), None, name, "Exempelgrossisten", "st")
        for id_, (name, number) in enumerate(zip(names, numbers, strict=True))
    ]


def catalogue(path: Path) -> list[Article]:
    """The articles of a price list, those with the same name left out but for one."""
    lines = {fold(line.name): line for line in read_price_list(path).lines}
    return [
        Article(
            id_,
            line.article_number or str(id_),
            line.gtin,
            line.name,
            line.supplier or "",
            line.unit,
        )
        for id_, line in enumerate(lines.values())
    ]
