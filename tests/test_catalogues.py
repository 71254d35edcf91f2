"""Every sentence that a person sees is there in Danish, compiled, and still in use."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.apps import apps as django_apps
from django.conf import settings
from django.utils.translation.template import templatize

FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURALS = {"ngettext", "ngettext_lazy"}
CONTEXTS = {"pgettext", "pgettext_lazy"}
QUOTED = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = rf"\b(?:n?gettext\(|_\(|n?pgettext\({QUOTED}, )(?P<message>{QUOTED})"
#: Where each catalogue's sentences stand.
SOURCES = {"events": ["events"], "home": ["home"], "cms": ["cms", "templates"]}


@pytest.fixture(params=SOURCES)
def app(request) -> str:
    return request.param


@pytest.fixture
def catalogue(app) -> polib.POFile:
    return polib.pofile(str(settings.ROOT / app / "locale/da/LC_MESSAGES/django.po"))


def sentences(app: str) -> set[str]:
    files = [path for folder in SOURCES[app] for path in (settings.ROOT / folder).rglob("*.*")]
    found: set[str] = set()
    for path in files:
        if path.suffix == ".py" and "migrations" not in path.parts:
            found |= set(in_code(ast.parse(path.read_text())))
        elif "templates" in path.parts and path.suffix in (".html", ".txt", ".mjml"):
            found |= set(in_template(path))
    return found


def in_code(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute):
            name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
            position = {**dict.fromkeys(FUNCTIONS | PLURALS, 0), **dict.fromkeys(CONTEXTS, 1)}
            if name in position and len(call.args) > position[name]:
                argument = call.args[position[name]]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def in_template(path: Path) -> Iterator[str]:
    """What Django makes of a template for gettext's tools is calls with quoted arguments."""
    for match in re.finditer(CALL, templatize(path.read_text())):
        yield ast.literal_eval(match["message"])


def test_holds_every_sentence(app, catalogue):
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    assert sentences(app) - known == set()


class TestEveryCatalogue:
    """Ours, and that of Wagtail's words."""

    @pytest.fixture(
        params=sorted(settings.ROOT.glob("*/locale*/da/LC_MESSAGES/*.po")),
        ids=lambda path: f"{path.parts[-5]}-{path.stem}",
    )
    def path(self, request) -> Path:
        return request.param

    @pytest.fixture
    def catalogue(self, path) -> polib.POFile:
        return polib.pofile(str(path))

    def test_translates_every_sentence(self, catalogue):
        assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
        assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []

    def test_keeps_every_placeholder(self, catalogue):
        placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
        for entry in catalogue:
            for translation in [entry.msgstr, *entry.msgstr_plural.values()]:
                if translation:
                    wanted = set(placeholder.findall(entry.msgid + entry.msgid_plural))
                    assert set(placeholder.findall(translation)) <= wanted, entry.msgid

    def test_is_compiled(self, path, catalogue):
        compiled = polib.mofile(str(path.with_suffix(".mo")))
        current = [entry for entry in catalogue if not entry.obsolete]
        assert translations(compiled) == translations(current)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
class TestWagtailsWords:
    """Wagtail's Danish covers a fifth of its admin; a catalogue of the site has the rest."""

    def test_are_all_there_in_danish(self, domain):
        danish = {*ours(domain), *site(domain), *wagtails(domain, "da")}
        assert sorted({msgid for _, msgid in wagtails(domain, "en") - danish}) == []

    def test_are_still_wagtails(self, domain):
        assert sorted(msgid for _, msgid in site(domain) - wagtails(domain, "en")) == []

    def test_do_not_take_the_place_of_ours(self, domain):
        """The site's catalogues come before those of apps."""
        assert ours(domain) & site(domain) == set()


def wagtails(domain: str, language: str) -> set[tuple[str | None, str]]:
    """What the Wagtail apps of this site say; in English, all of it."""
    apps = [app for app in django_apps.get_app_configs() if app.name.startswith("wagtail")]
    paths = [Path(app.path) / f"locale/{language}/LC_MESSAGES/{domain}.po" for app in apps]
    return messages(*paths, translated=language != "en")


def ours(domain: str) -> set[tuple[str | None, str]]:
    folders = SOURCES if domain == "django" else ()
    return messages(*(settings.ROOT / f"{app}/locale/da/LC_MESSAGES/django.po" for app in folders))


def site(domain: str) -> set[tuple[str | None, str]]:
    return messages(settings.ROOT / f"cms/locale_wagtail/da/LC_MESSAGES/{domain}.po")


def messages(*paths: Path, translated: bool = True) -> set[tuple[str | None, str]]:
    entries = [entry for path in paths if path.exists() for entry in polib.pofile(str(path))]
    return {
        (entry.msgctxt, entry.msgid)
        for entry in entries
        if not entry.obsolete and (entry.translated() or not translated)
    }


def translations(entries) -> dict:
    return {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in entries}
