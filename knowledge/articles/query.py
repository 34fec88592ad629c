"""From what a person wrote to the words that name the goods."""

import re

from knowledge.articles.words import fold

MAX_QUERY = 300  # characters read of a message; a name of goods is never longer

_WORD = re.compile(r"\S+")
_EDGES = "?!:;\"'”“’»«()[]{}<>*_~`…,."

# Words people wrap a name of goods in, folded. Anywhere in a query they say nothing about which
# goods are meant. "från" is not among them: a supplier follows it.
_WRAPPING = """
    jag vi du ni man han hon de dom det den detta dessa denna er mig oss dig en ett nagon nagot
    nagra hej hejsan tja tack snalla mvh letar leta soker soka sok hitta hittar hittade finna
    finner finns finnas fanns fins behover behov vill skulle onskar onska ska skall kan kunna
    har ha haft far fatt fa tag saljer lite vilja bestalla bestaller bestallt bestallning kopa
    koper handla saknar saknas undrar vet veta artikelnummer artikelnumret artikelnr artnr
    artikel artikeln artiklar artiklarna nummer numret nr vara varan varor varorna varunummer
    varunumret produkt produkten produkter produktnummer gtin ean streckkod ean-kod art.nr
    art.nummer artikel-nr inte ej inga ingen inget i pa for till efter om och eller at att som
    heter heta kallas kallad namnet namn med sortiment sortimentet katalog katalogen systemet
    e-handeln ehandeln e-handelssystemet lagret avtal avtalet vilken vilket vilka vad hur
    nagonstans nanstans ar gar the an my me we you do does did can cannot can't cant could not
    find finding found looking look search searching need want order get number item items
    article articles product called where what which please have has there any of in to
    """
_WRAPPING_WORDS = frozenset(_WRAPPING.split())


def query_of(text: str) -> str:
    """The name or number of goods in a message, without the words around it.

    "jag letar efter en vara som heter kycklingfilé" gives "kycklingfilé". A supplier that is
    mentioned stays, after its "från": `ArticleIndex.search` understands it. Empty for a message
    that names nothing.
    """
    kept = []
    for match in _WORD.finditer(text[:MAX_QUERY]):
        word = match[0].strip(_EDGES)
        if word and fold(word) not in _WRAPPING_WORDS:
            kept.append(word)
    return " ".join(kept)
