"""Sample texts in many languages: a greeting, and a fable that takes longer. No Qt.

The fable is the beginning of Aesop's "The North Wind and the Sun", the standard text of the
Handbook of the International Phonetic Association (1999).
"""

# ruff: noqa: RUF001 - the languages' own letters and punctuation

from __future__ import annotations

from typing import Literal

SampleKind = Literal["greeting", "fable"]

_GREETINGS = {
    "ar": "مرحباً! هذا الصوت يأتي من عملية خاصة به، وهو جاهز متى كنت جاهزاً.",
    "de": "Hallo! Diese Stimme kommt aus einem eigenen Prozess und ist bereit, wenn Sie es sind.",
    "en": "Hello! This voice runs in its own process, and it's ready when you are.",
    "es": "¡Hola! Esta voz viene de su propio proceso y está lista cuando usted quiera.",
    "fr": "Bonjour ! Cette voix a un processus à elle, et elle est prête quand vous l'êtes.",
    "hi": "नमस्ते! यह आवाज़ अपनी अलग प्रक्रिया से आती है, और जब आप तैयार हों, यह भी तैयार है।",
    "it": "Ciao! Questa voce viene da un processo tutto suo, ed è pronta quando lo siete voi.",
    "ja": "こんにちは。この声は専用のプロセスから聞こえてきます。いつでも話せます。",
    "ko": "안녕하세요! 이 목소리는 별도의 프로세스에서 나오며, 언제든지 말할 준비가 되어 있습니다.",
    "nl": "Hallo! Deze stem komt uit een eigen proces en is klaar wanneer u dat bent.",
    "pl": "Dzień dobry! Ten głos pochodzi z osobnego procesu i jest gotowy do mówienia.",
    "pt": "Olá! Esta voz vem de um processo só dela e está pronta quando você estiver.",
    "ru": "Здравствуйте! Этот голос звучит из отдельного процесса и готов говорить.",
    "tr": "Merhaba! Bu ses kendi sürecinden geliyor ve siz hazır olduğunuzda hazır.",
    "zh": "你好！这个声音来自它自己的进程，随时可以为你朗读。",
}
_FABLES = {
    "de": "Einst stritten sich Nordwind und Sonne, wer von ihnen beiden wohl der Stärkere wäre, "
    "als ein Wanderer, der in einen warmen Mantel gehüllt war, des Weges daherkam. Sie wurden "
    "einig, dass derjenige für den Stärkeren gelten sollte, der den Wanderer zwingen würde, "
    "seinen Mantel abzunehmen.",
    "en": "The North Wind and the Sun were disputing which was the stronger, when a traveler came "
    "along wrapped in a warm cloak. They agreed that the one who first succeeded in making the "
    "traveler take his cloak off should be considered stronger than the other.",
    "es": "El viento norte y el sol porfiaban sobre cuál de ellos era el más fuerte, cuando acertó "
    "a pasar un viajero envuelto en ancha capa. Convinieron en que quien antes lograra obligar "
    "al viajero a quitarse la capa sería considerado más poderoso.",
    "fr": "La bise et le soleil se disputaient, chacun assurant qu'il était le plus fort, quand "
    "ils virent un voyageur qui s'avançait, enveloppé dans son manteau. Ils tombèrent d'accord "
    "que celui qui arriverait le premier à le lui faire ôter serait regardé comme le plus fort.",
    "it": "Si bisticciavano un giorno il vento di tramontana e il sole, l'uno pretendendo d'esser "
    "più forte dell'altro, quando videro un viaggiatore, che veniva innanzi, avvolto nel "
    "mantello. I due litiganti convennero allora che sarebbe ritenuto più forte, chi fosse "
    "riuscito a far sì che il viaggiatore si togliesse il mantello di dosso.",
    "nl": "De noordenwind en de zon hadden een discussie over de vraag wie van hun tweeën de "
    "sterkste was, toen er juist iemand voorbijkwam die een dikke, warme jas aanhad. Ze spraken "
    "af dat wie de voorbijganger ertoe zou krijgen zijn jas uit te trekken, de sterkste was.",
    "pt": "O vento norte e o sol discutiam qual dos dois era o mais forte, quando apareceu um "
    "viajante envolvido numa capa. Combinaram que aquele que primeiro conseguisse fazer o "
    "viajante tirar a capa seria considerado o mais forte.",
}
_SAMPLES: dict[SampleKind, dict[str, str]] = {"greeting": _GREETINGS, "fable": _FABLES}
_BY_TEXT: dict[str, SampleKind] = {
    text: kind for kind, languages in _SAMPLES.items() for text in languages.values()
}


def sample_text(kind: SampleKind, language: str) -> str | None:
    """Returns the sample in a language such as ``en`` or ``pt-BR``; None if there is none."""
    return _SAMPLES[kind].get(language.partition("-")[0])


def sample_kind(text: str) -> SampleKind | None:
    """Returns the kind of sample that a text is; None for other texts."""
    return _BY_TEXT.get(text.strip())
