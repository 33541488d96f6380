"""Which scripts a language is written in, and which script a letter belongs to.

A script is called what the names of its letters begin with in the Unicode character database,
which Python has: ``CYRILLIC SMALL LETTER A`` is a letter of ``CYRILLIC``. Python does not have
the property Script itself.

The table is made from Unicode's CLDR 48.2 (Unicode-3.0), package ``cldr-core``: for the languages
of ``languageData.json`` the scripts that stand there without ``-alt-secondary``, and the one of
``likelySubtags.json``. Left out are languages that are written in Latin letters alone, and
scripts that nobody writes any more. ``Hans`` and ``Hant`` are ``CJK`` and ``BOPOMOFO``, ``Jpan``
is ``CJK``, ``HIRAGANA`` and ``KATAKANA``, and ``Kore`` is ``CJK`` and ``HANGUL``.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from workers.child.languages import primary

LATIN = "LATIN"
CJK = "CJK"
_LATIN_ALONE = frozenset({LATIN})
#: Scripts -> the languages that are written in any of them.
_WRITTEN_IN = {
    "ARABIC": (
        "ar fa ps ur aeb apc apd arq ars ary arz bal bej bft bgn bqi brh cja ckb dcc fia "
        "gbz gjk gju glk grr haz hnd hno khw kvx kxp lah lki lrc luz mey mfa mvy mzb mzn "
        "prd rmt sdh skr swb trw wni zdj"
    ),
    "ARABIC CYRILLIC": "kk ug",
    "ARABIC CYRILLIC LATIN": "ky tg tk uz",
    "ARABIC DEVANAGARI": "ks sd",
    "ARABIC LATIN": "ha ms",
    "ARABIC LATIN TIFINAGH": "shi",
    "ARMENIAN": "hy",
    "BENGALI": "as bn bpy grt mni rkt syl",
    "BENGALI CHAKMA": "ccp",
    "BENGALI DEVANAGARI": "unr unx",
    "BENGALI LATIN": "lus",
    "BOPOMOFO CJK": "zh gan hak hsn lzh nan wuu yue",
    "CANADIAN": "oj crj crk crl crm csw nsk ojs",
    "CANADIAN LATIN": "cr iu",
    "CHEROKEE": "chr",
    "CJK HANGUL": "ko",
    "CJK HIRAGANA KATAKANA": "ja",
    "CYRILLIC": (
        "ab av ba be bg ce cu cv kv mk mn os ru tt uk abq ady alt bua chm ckt crh dar dng "
        "evn gld inh kbd kca kjh koi kpy krc kum lbe lez mdf mns mrj myv nog rue sah sel "
        "tab tyv ude udm xal yrk"
    ),
    "CYRILLIC LATIN": "bs sr cjs kaa",
    "CYRILLIC SYRIAC": "aii",
    "DEVANAGARI": (
        "hi mr ne sa anp awa bap bfy bgc bhb bhi bho bjj bra brx btv doi dty gbm gvr hne "
        "hoc hoj jml kfr kfy khn knn kru mag mai mgp mrd mtr mwr new noe raj rjs sck srx "
        "suz swv taj tdg tdh thl thq thr tkt wbr wtm xnr xsr"
    ),
    "DEVANAGARI LATIN": "hif kok",
    "DEVANAGARI TELUGU": "gon",
    "ETHIOPIC": "am ti byn gez tig wal",
    "GEORGIAN": "ka xmf",
    "GREEK": "el bgx grc pnt tsd",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HEBREW": "he iw ji yi jpr jrb lad",
    "KANNADA": "kn tcy",
    "KATAKANA": "ain ryu",
    "KHMER": "km",
    "LAO": "lo kjg",
    "LATIN NKO": "bm man",
    "LATIN TIFINAGH": "rif tzm",
    "LISU": "lis",
    "MALAYALAM": "ml",
    "MONGOLIAN": "mnc",
    "MYANMAR": "my kht mnw shn",
    "NKO": "nqo",
    "OL": "sat",
    "ORIYA": "or",
    "SINHALA": "si",
    "SYRIAC": "syr",
    "TAMIL": "ta bfq",
    "TELUGU": "te lmn wbq",
    "THAANA": "dv",
    "THAI": "th kdt kxm lcp lwl sou tts",
    "TIBETAN": "bo dz tsj",
    "TIFINAGH": "zen zgh",
    "YI": "ii",
}
_SCRIPTS = {
    language: frozenset(scripts.split())
    for scripts, languages in _WRITTEN_IN.items()
    for language in languages.split()
}


def scripts_of(language: str) -> frozenset[str]:
    """The scripts that a language is written in; none where that is not known.

    Args:
        language: Its code, such as ``pt-BR``.
    """
    code = primary(language)
    known = _SCRIPTS.get(code)
    if known is not None:
        return known
    # CLDR knows every language of two letters: one that is not in the table is in Latin.
    return _LATIN_ALONE if len(code) == 2 else frozenset()


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """The script of a letter, by the first word of its name; None for all else."""
    if unicodedata.category(character) not in ("Lu", "Ll", "Lt", "Lo"):
        return None
    plain = unicodedata.normalize("NFKC", character)[0]  # full width, italic, ligatures
    return unicodedata.name(plain, "").partition(" ")[0] or None
