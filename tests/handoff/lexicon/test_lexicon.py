"""The language files: they load, do not contradict themselves, and read sentences of their language right."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict

import pytest

from handoff_issues.handoff import parse
from handoff_issues.handoff.lexicon import (
    Group,
    Lexicon,
    LexiconError,
    Role,
    Tag,
    detect_languages,
    language_names,
    load_language,
    parse_language,
)

NOTES = {
    "en": (
        "Next steps",
        "Add a retry to the uploader",
        "Known issues",
        "The cache is never cleared",
        "Completed",
    ),
    "de": (
        "Nächste Schritte",
        "Wiederholung beim Hochladen einbauen",
        "Bekannte Probleme",
        "Der Zwischenspeicher wird nicht geleert",
        "Erledigt",
    ),
    "fr": (
        "Prochaines étapes",
        "Ajouter une reprise au téléversement",
        "Problèmes connus",
        "Le cache n'est pas encore vidé",
        "Terminé",
    ),
    "es": (
        "Próximos pasos",
        "Añadir un reintento a la subida",
        "Problemas conocidos",
        "La caché todavía no se vacía",
        "Completado",
    ),
    "pt": (
        "Próximos passos",
        "Adicionar uma nova tentativa ao envio",
        "Problemas conhecidos",
        "O cache ainda não é limpo",
        "Concluído",
    ),
    "it": (
        "Prossimi passi",
        "Aggiungere un nuovo tentativo al caricamento",
        "Problemi noti",
        "La cache non viene ancora svuotata",
        "Completato",
    ),
    "ca": (
        "Pròxims passos",
        "Afegir un reintent a la pujada",
        "Problemes coneguts",
        "La memòria cau encara no es buida",
        "Completat",
    ),
    "nl": (
        "Volgende stappen",
        "Voeg een nieuwe poging toe aan het uploaden",
        "Bekende problemen",
        "De cache wordt nog niet geleegd",
        "Afgerond",
    ),
    "pl": (
        "Następne kroki",
        "Dodać ponowienie przy wysyłaniu",
        "Znane problemy",
        "Pamięć podręczna jeszcze nie jest czyszczona",
        "Ukończone",
    ),
    "ru": (
        "Следующие шаги",
        "Добавить повтор при загрузке",
        "Известные проблемы",
        "Кэш ещё не очищается",
        "Сделано",
    ),
    "uk": (
        "Наступні кроки",
        "Додати повтор під час завантаження",
        "Відомі проблеми",
        "Кеш ще не очищується",
        "Зроблено",
    ),
    "tr": (
        "Sonraki adımlar",
        "Yüklemeye yeniden deneme ekle",
        "Bilinen sorunlar",
        "Önbellek henüz temizlenmiyor",
        "Tamamlandı",
    ),
    "id": (
        "Langkah selanjutnya",
        "Tambahkan percobaan ulang pada pengunggahan",
        "Masalah yang diketahui",
        "Cache belum dibersihkan",
        "Sudah selesai",
    ),
    "vi": (
        "Các bước tiếp theo",
        "Thêm thử lại khi tải lên",
        "Vấn đề đã biết",
        "Bộ nhớ đệm vẫn chưa được dọn",
        "Đã hoàn thành",
    ),
    "zh": (
        "下一步",
        "为上传添加重试",
        "已知问题",
        "缓存尚未清理",
        "已完成",
    ),
    "ja": (
        "次のステップ",
        "アップロードに再試行を追加する",
        "既知の問題",
        "キャッシュがまだ消去されていない",
        "完了",
    ),
    "ko": (
        "다음 단계",
        "업로드에 재시도 추가",
        "알려진 이슈",
        "캐시가 아직 비워지지 않음",
        "완료된 작업",
    ),
    "he": (
        "הצעדים הבאים",
        "להוסיף ניסיון חוזר להעלאה",
        "בעיות ידועות",
        "המטמון עדיין לא מתרוקן",
        "הושלם",
    ),
    "ar": (
        "الخطوات التالية",
        "إضافة إعادة المحاولة إلى الرفع",
        "مشاكل معروفة",
        "ذاكرة التخزين لم يتم تفريغها",
        "مكتمل",
    ),
}


def test_every_language_has_a_note_here() -> None:
    assert set(NOTES) == set(language_names())


@pytest.mark.parametrize("name", [*sorted(NOTES), "symbols"])
def test_a_file_loads_and_no_phrase_means_two_things_at_once(name: str) -> None:
    values: dict[tuple[str, Group], set[str]] = defaultdict(set)
    listed = Counter(load_language(name).phrases())
    assert [phrase for phrase, times in listed.items() if times > 1] == []
    for phrase, group, value in listed:
        assert phrase == phrase.strip()
        assert phrase
        values[phrase, group].add(value)
    contradictions = {
        key: found for key, found in values.items() if key[1] in (Group.TAGS, Group.PRIORITY, Group.HEADINGS)
    }
    assert [key for key, found in contradictions.items() if len(found) > 1] == []


@pytest.mark.parametrize("name", sorted(NOTES))
def test_a_note_in_the_language_is_read_right(name: str) -> None:
    """A heading of each kind, with one entry: work is taken, finished work is evidence."""
    pending, work, issue, problem, done = NOTES[name]
    text = f"# X\n\n## {done}\n\n- {work} 1\n\n## {pending}\n\n- {work} 2\n\n## {issue}\n\n- {problem}\n"
    handoff = parse(text, path="HANDOFF.md", lexicon=Lexicon.of("en", name))
    assert [item.mentions[0].start for item in handoff.items] == [9, 13]
    assert [evidence.mentions[0].start for evidence in handoff.done] == [5]


@pytest.mark.parametrize("name", sorted(set(NOTES) - {"en"}))
def test_the_language_of_a_text_is_known(name: str) -> None:
    phrases = load_language(name)
    text = "\n".join([*NOTES[name], *(" ".join(part) for part in [phrases.small_words, phrases.details])] * 3)
    assert name in detect_languages(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Abruf läuft. Die Warnung geht aber doppelt raus. Morgen schauen wir weiter."),
        ("fr", "Le relevé tourne. L'alerte part deux fois. Il faut vérifier demain avant la release."),
        ("es", "La lectura funciona. El aviso sale dos veces. Mañana revisamos la configuración."),
        ("pt", "A leitura funciona. O aviso sai duas vezes. Amanhã vemos a configuração da estação."),
        ("it", "La lettura funziona. L'avviso parte due volte. Domani guardiamo la configurazione."),
        ("ca", "La lectura funciona. L'avís surt dues vegades. Demà mirem la configuració."),
        ("nl", "Het uitlezen werkt. De melding gaat twee keer uit. Morgen kijken we waarom."),
        ("pl", "Odczyt działa. Ostrzeżenie idzie dwa razy. Jutro sprawdzimy konfigurację."),
        ("tr", "Okuma çalışıyor. Uyarı iki kez gidiyor. Yarın ayarlara bakacağız."),
        ("id", "Pembacaan berjalan lancar. Peringatan terkirim dua kali. Besok kita cek pengaturannya."),
        ("vi", "Việc đọc dữ liệu chạy tốt. Cảnh báo bị gửi hai lần. Ngày mai xem lại cấu hình."),
        pytest.param("pl", "Wykres się spóźnia. Ostrzeżenie wychodzi podwójnie.", id="pl by letters"),
        pytest.param("tr", "Açılış bir saat kayıyor. Grafikteki çizgi kırık.", id="tr by letters"),
        pytest.param(
            "it", "L'installazione va in errore. La configurazione si perde con il riavvio.", id="it by endings"
        ),
        pytest.param("id", "Grafiknya terlambat satu jam. Garisnya juga terputus.", id="id by endings"),
        pytest.param("vi", "Biểu đồ trễ một giờ. Đường kẻ đứt quãng.", id="vi by letters"),
    ],
)
def test_the_language_of_three_sentences_is_known(language: str, text: str) -> None:
    assert detect_languages(text)[:1] == (language,)
    assert detect_languages(unicodedata.normalize("NFD", text))[:1] == (language,)


def test_vietnamese_is_read_however_its_accents_are_written() -> None:
    text = "# Bàn giao\n\n## Việc chưa xong\n\n- Trang nhập kho\n- Báo cáo cuối tháng\n\n## Đã làm\n\n- Đăng nhập\n"
    bare = "# Ban giao\n\n## Viec chua xong\n\n- Trang nhap kho\n- Bao cao cuoi thang\n\n## Da lam\n\n- Dang nhap\n"
    for written in (text, unicodedata.normalize("NFD", text), bare):
        handoff = parse(written, path="HANDOFF.md")
        assert [item.mentions[0].start for item in handoff.items] == [5, 6]
        assert [evidence.mentions[0].start for evidence in handoff.done] == [10]


@pytest.mark.parametrize(
    "text",
    [
        "The session is open; more of it later, plus a release.",
        "TODO: come back to it. The testers serve a nova build, and dont ask why the young nation hung.",
        "Ask Łukasz or Wałęsa about São Paulo and Muñoz before the nation's station opens.",
        "Nguyễn Thị Hường and Trần Đức asked for the release; Dan and Ini will answer them in Hà Nội.",
        "Balkan and Kenya are regions of the import; ask Yang about the Kali image and the agar plates.",
        "Şeyma and Çağla own the poller. It sends each warning twice, as the log shows.",
    ],
)
def test_names_and_borrowed_words_make_no_other_language(text: str) -> None:
    assert detect_languages(text) == ()


def test_english_is_read_with_no_other_language() -> None:
    assert detect_languages("The import is slow, and nobody has looked at it since the release in May. " * 20) == ()


@pytest.mark.parametrize(
    ("text", "group", "value", "found"),
    [
        pytest.param("What is NOT DONE, yet", Group.TAGS, Tag.OPEN, True, id="case and punctuation do not matter"),
        pytest.param("not done", Group.TAGS, Tag.DONE, False, id="part of a longer phrase does not count"),
        pytest.param("abandonment", Group.TAGS, Tag.DONE, False, id="words are whole"),
        pytest.param("next steps", Group.HEADINGS, Role.PENDING, True, id="a star stands for any ending"),
        pytest.param("✅️ it", Group.TAGS, Tag.DONE, True, id="signs are words"),
    ],
)
def test_phrases_are_found(text: str, group: Group, value: str, found: bool) -> None:
    assert Lexicon.of("en").read(text).has(group, value) is found


def test_headings_can_be_added() -> None:
    text = "# X\n\n## Wolpertinger\n\n- Shiny new exporter\n- Faster importer\n"
    assert parse(text, path="HANDOFF.md").items == ()
    more = Lexicon.for_text(text).with_terms({"pending": ["wolpertinger"]})
    assert [item.title for item in parse(text, path="HANDOFF.md", lexicon=more).items] == [
        "Shiny new exporter",
        "Faster importer",
    ]


def test_an_unknown_meaning_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(LexiconError, match=r"pendign[\s\S]*pending"):
        Lexicon.of("en").with_terms({"pendign": ["x"]})


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        pytest.param("language: X\ncolours: [a]\n", "x.yml:2", "colours", id="a key that is none"),
        pytest.param("language: X\nheadings:\n  soon: [a]\n", "x.yml:3", "headings", id="a role that is none"),
        pytest.param("language: X\nempty:\n  - [a]\n", "x.yml:3", "empty.0", id="a value that is none"),
        pytest.param("language: [\n", "x.yml:2", "YAML", id="no YAML"),
    ],
)
def test_a_broken_file_is_an_error_with_file_and_line(text: str, place: str, words: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_language(text, where="x.yml")
    assert str(caught.value).startswith(place)
    assert words in str(caught.value)


def test_what_a_repository_says_of_its_headings_overrules_the_language_files() -> None:
    text = "# Handoff\n\n## Failing tests\n\n- The parser test fails on Windows\n- The login test fails at night\n"
    own = Lexicon.for_text(text).with_terms({"done": ["failing tests"]})
    assert len(parse(text, path="HANDOFF.md").items) == 2
    assert parse(text, path="HANDOFF.md", lexicon=own).items == ()
