"""Scripts of languages, and the script of a letter.

Scripts are named by the first word of their letters' names: ``CYRILLIC SMALL LETTER A`` belongs to
``CYRILLIC``. Python's Unicode database has these names, but not the property Script.

The table is made from Unicode's CLDR 48.2 (Unicode-3.0), package ``cldr-core``: for each language
in ``languageData.json`` its scripts without ``-alt-secondary``, and the one in
``likelySubtags.json``. Languages that use only Latin, and scripts no longer in use, are left out.
``Hans`` and ``Hant`` are ``CJK`` and ``BOPOMOFO``, ``Jpan`` is ``CJK``, ``HIRAGANA``,
and ``KATAKANA``, and ``Kore`` is ``CJK`` and ``HANGUL``.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from workers.child.languages import primary

LATIN = "LATIN"
CJK = "CJK"
_LATIN_ONLY = frozenset({LATIN})
#: Scripts -> languages that use all of them.
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
    """Returns the scripts of a language; empty if unknown.

    Args:
        language: Its code, such as ``pt-BR``.
    """
    code = primary(language)
    known = _SCRIPTS.get(code)
    if known is not None:
        return known
    # CLDR has every two-letter language; those missing from the table use Latin.
    return _LATIN_ONLY if len(code) == 2 else frozenset()


@lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """Returns the script of a letter; None for other characters."""
    if unicodedata.category(character) not in ("Lu", "Ll", "Lt", "Lo"):
        return None
    plain = unicodedata.normalize("NFKC", character)[0]  # Full-width, italic, ligatures.
    return unicodedata.name(plain, "").partition(" ")[0] or None
