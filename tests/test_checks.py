import pytest
from django.core import checks as django_checks
from django.core.checks import Error, Warning
from django.db import connections

from events import checks

POSTGRES = {"OPTIONS": {}, "ATOMIC_REQUESTS": False}
SQLITE = {
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        "timeout": 20,
    },
    "ATOMIC_REQUESTS": False,
}
SMTP = "django.core.mail.backends.smtp.EmailBackend"
MAILGUN = "anymail.backends.mailgun.EmailBackend"
MAILGUN_KEYS = {"MAILGUN_API_KEY": "x", "MAILGUN_WEBHOOK_SIGNING_KEY": "y"}


def ids(found) -> list[str]:
    return [message.id for message in found]


def test_the_settings_of_this_site_are_right():
    ours = {
        checks.check_database,
        checks.check_email,
        checks.check_files,
        checks.check_limits,
        checks.check_queue,
    }
    assert ours <= django_checks.registry.registry.registered_checks
    assert [check() for check in ours] == [[]] * 5


def test_every_finding_says_what_to_do(settings):
    settings.EMAIL_BACKEND = MAILGUN
    settings.ANYMAIL = {}
    (found,) = checks.check_email()
    assert isinstance(found, Error)
    assert "MAILGUN_API_KEY" in found.msg
    assert found.hint


class TestDatabase:
    @pytest.fixture
    def set_up(self, monkeypatch):
        def use(vendor, settings_dict):
            connection = connections["default"]
            monkeypatch.setattr(connection, "vendor", vendor)
            monkeypatch.setattr(connection, "settings_dict", settings_dict)
            return checks.check_database()

        return use

    def test_two_databases_keep_the_lock(self, set_up):
        assert set_up("sqlite", SQLITE) == set_up("postgresql", POSTGRES) == []

    @pytest.mark.parametrize("vendor", ["mysql", "oracle", "microsoft"])
    def test_a_third_is_an_error(self, set_up, vendor):
        (found,) = set_up(vendor, POSTGRES)
        assert (found.id, type(found)) == ("tilmeld.E002", Error)

    @pytest.mark.parametrize(
        ("name", "value", "finding"),
        [
            ("transaction_mode", "DEFERRED", "tilmeld.E001"),
            ("transaction_mode", None, "tilmeld.E001"),
            ("init_command", "PRAGMA synchronous=FULL", "tilmeld.W001"),
            (
                "init_command",
                "PRAGMA journal_mode=wal; pragma synchronous = normal",
                "tilmeld.W002",
            ),
            ("timeout", 19, "tilmeld.W003"),
        ],
    )
    def test_sqlite_must_be_set_up_for_many(self, set_up, name, value, finding):
        options = SQLITE["OPTIONS"] | {name: value}
        assert ids(set_up("sqlite", SQLITE | {"OPTIONS": options})) == [finding]

    def test_sqlite_as_django_sets_it_up_is_not_enough(self, set_up):
        found = set_up("sqlite", {"OPTIONS": {}, "ATOMIC_REQUESTS": True})
        assert ids(found) == [
            "tilmeld.E001",
            "tilmeld.W001",
            "tilmeld.W002",
            "tilmeld.W003",
            "tilmeld.W004",
        ]

    def test_its_words_can_be_written_in_any_way(self, set_up):
        options = {
            "transaction_mode": "immediate",
            "init_command": "pragma JOURNAL_MODE = WAL; pragma Synchronous = EXTRA;",
            "timeout": 60,
        }
        assert set_up("sqlite", SQLITE | {"OPTIONS": options}) == []


class TestEmail:
    @pytest.fixture(autouse=True)
    def set_up(self, settings):
        settings.DEFAULT_FROM_EMAIL = "events@example.org"
        settings.EMAIL_TIMEOUT = 45
        settings.TILMELD = {"LEASE_SECONDS": 300}

    def test_files_need_nothing(self, settings, tmp_path):
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = tmp_path / "letters"
        assert checks.check_email() == []
        assert not (tmp_path / "letters").exists()

    def test_a_mail_server_is_enough(self, settings):
        settings.EMAIL_BACKEND = SMTP
        assert checks.check_email() == []

    @pytest.mark.parametrize(
        "wrong",
        [
            {"EMAIL_HOST_USER": "ada"},
            {"EMAIL_HOST_PASSWORD": "secret"},
            {"EMAIL_USE_TLS": True, "EMAIL_USE_SSL": True},
        ],
    )
    def test_half_a_mail_server_is_an_error(self, settings, wrong):
        settings.EMAIL_BACKEND = SMTP
        for name, value in wrong.items():
            setattr(settings, name, value)
        (found,) = checks.check_email()
        assert (found.id, type(found)) == ("tilmeld.E003", Error)
        assert "secret" not in found.msg

    @pytest.mark.parametrize(
        "backend",
        ["anymail.backends.nobody.EmailBackend", "nonsense", "anymail.backends.mailgun.X"],
    )
    def test_a_backend_that_is_not_there_is_an_error(self, settings, backend):
        settings.EMAIL_BACKEND = backend
        assert ids(checks.check_email()) == ["tilmeld.E003"]

    def test_a_whole_provider_is_enough(self, settings):
        settings.EMAIL_BACKEND, settings.ANYMAIL = MAILGUN, MAILGUN_KEYS
        assert checks.check_email() == []

    @pytest.mark.parametrize(
        ("provider", "known"),
        [
            ("mailgun", {}),
            ("mailgun", {"MAILGUN_API_KEY": ""}),
            ("postmark", {"MAILGUN_API_KEY": "x"}),
            ("brevo", {}),
            ("mailjet", {"MAILJET_API_KEY": "x"}),
            ("sparkpost", {"SPARKPOST_API_KEY": ""}),
            ("unisender_go", {"UNISENDER_GO_API_KEY": "x"}),
        ],
    )
    def test_half_a_provider_is_an_error(self, settings, provider, known):
        settings.EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
        settings.ANYMAIL = known
        (found,) = checks.check_email()
        assert found.id == "tilmeld.E003"
        assert provider.upper() in found.msg

    @pytest.mark.parametrize(
        ("provider", "known"),
        [
            ("mailgun", {"MAILGUN_API_KEY": "x"}),
            ("mailgun", {"MAILGUN_API_KEY": "x", "MAILGUN_WEBHOOK_SIGNING_KEY": "x"}),
            ("postmark", {"POSTMARK_SERVER_TOKEN": "x"}),
            ("mailersend", {"MAILERSEND_API_TOKEN": "x"}),
            ("brevo", {"BREVO_API_KEY": "x"}),
        ],
    )
    def test_reports_that_anybody_could_forge_are_warned_of(self, settings, provider, known):
        settings.EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
        settings.ANYMAIL = known
        (found,) = checks.check_email()
        assert (found.id, type(found)) == ("tilmeld.W005", Warning)

    @pytest.mark.parametrize(
        ("provider", "known"),
        [
            ("postmark", {"POSTMARK_SERVER_TOKEN": "x", "WEBHOOK_SECRET": "a:b"}),
            ("mailersend", {"MAILERSEND_API_TOKEN": "x", "MAILERSEND_SIGNING_SECRET": "y"}),
            ("brevo", {"BREVO_API_KEY": "x", "WEBHOOK_SECRET": "a:b"}),
        ],
    )
    def test_reports_that_are_verified_are_not(self, settings, provider, known):
        settings.EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
        settings.ANYMAIL = known
        assert checks.check_email() == []

    @pytest.mark.parametrize("address", ["webmaster@localhost", "Events <events>", ""])
    def test_an_address_that_servers_refuse(self, settings, address):
        settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL = SMTP, address
        assert ids(checks.check_email()) == ["tilmeld.W009"]

    def test_a_server_must_not_be_waited_for_for_ever(self, settings):
        settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, None
        assert ids(checks.check_email()) == ["tilmeld.W008"]

    @pytest.mark.parametrize(("lease", "found"), [(254, ["tilmeld.W007"]), (255, [])])
    def test_a_lease_lasts_longer_than_a_delivery(self, settings, lease, found):
        settings.EMAIL_BACKEND, settings.TILMELD = SMTP, {"LEASE_SECONDS": lease}
        assert ids(checks.check_email()) == found

    @pytest.mark.parametrize(("timeout", "found"), [(55, ["tilmeld.W007"]), (54, [])])
    def test_a_provider_has_a_timeout_of_its_own(self, settings, timeout, found):
        settings.EMAIL_BACKEND = MAILGUN
        settings.ANYMAIL = MAILGUN_KEYS | {"REQUESTS_TIMEOUT": timeout}
        assert ids(checks.check_email()) == found


class TestQueue:
    def test_a_queue_of_the_backend_is_right(self, settings):
        settings.TILMELD = {"QUEUE": "default"}
        assert checks.check_queue() == []

    def test_a_queue_it_does_not_have_is_warned_of(self, settings):
        settings.TILMELD = {"QUEUE": "nobody"}
        (found,) = checks.check_queue()
        assert (found.id, type(found)) == ("tilmeld.W006", Warning)
        assert "“nobody”" in found.msg

    def test_a_backend_that_takes_any_queue(self, settings):
        settings.TILMELD = {"QUEUE": "anything"}
        settings.TASKS = {"default": settings.TASKS["default"] | {"QUEUES": []}}
        assert checks.check_queue() == []


class TestLimits:
    LIMITS = (
        "LEASE_SECONDS",
        "GIVE_UP_HOURS",
        "POSTS_PER_HOUR",
        "POSTS_PER_HOUR_WITHOUT_ORIGIN",
        "LETTERS_PER_DAY",
        "LETTERS_TO_MANY_PER_MINUTE",
    )

    @pytest.mark.parametrize("name", LIMITS)
    @pytest.mark.parametrize("value", [1, 10**6])
    def test_a_limit_is_a_number(self, settings, name, value):
        settings.TILMELD = {name: value}
        assert checks.check_limits() == []

    @pytest.mark.parametrize("name", LIMITS)
    @pytest.mark.parametrize("value", [0, -1, None, "60", 1.5, True])
    def test_anything_else_is_an_error(self, settings, name, value):
        settings.TILMELD = {name: value}
        (found,) = checks.check_limits()
        assert (found.id, type(found)) == ("tilmeld.E004", Error)
        assert found.msg == f"{name} in TILMELD is {value!r}."
        assert "a whole number, 1 or more" in found.hint

    @pytest.mark.parametrize("value", [0, 2])
    def test_there_may_be_no_proxy_or_some(self, settings, value):
        settings.TILMELD = {"TRUSTED_PROXIES": value}
        assert checks.check_limits() == []

    @pytest.mark.parametrize("value", [-1, None, "1", ["10.0.0.1"], False])
    def test_proxies_are_counted(self, settings, value):
        settings.TILMELD = {"TRUSTED_PROXIES": value}
        (found,) = checks.check_limits()
        assert found.id == "tilmeld.E004"
        assert "a whole number, 0 or more" in found.hint

    def test_each_is_told_apart(self, settings):
        settings.TILMELD = dict.fromkeys(self.LIMITS, 0)
        assert ids(checks.check_limits()) == ["tilmeld.E004"] * len(self.LIMITS)

    def test_a_lease_that_is_no_number_is_told_and_breaks_no_other_check(self, settings):
        settings.EMAIL_BACKEND, settings.TILMELD = SMTP, {"LEASE_SECONDS": "300"}
        assert ids(checks.check_limits()) == ["tilmeld.E004"]
        assert checks.check_email() == []

    @pytest.mark.parametrize("origins", [[], ["https://a.example.org", "http://localhost:8000"]])
    def test_origins_are_a_list(self, settings, origins):
        settings.TILMELD = {"TRUSTED_ORIGINS": origins}
        assert checks.check_limits() == []

    @pytest.mark.parametrize(
        "origins", ["https://example.org", None, ["example.org"], ["https://example.org/"], [1]]
    )
    def test_anything_else_would_trust_others_or_nobody(self, settings, origins):
        settings.TILMELD = {"TRUSTED_ORIGINS": origins}
        (found,) = checks.check_limits()
        assert found.id == "tilmeld.E004"
        assert found.msg.startswith("TRUSTED_ORIGINS in TILMELD")

    def test_a_name_that_is_misspelt_is_warned_of(self, settings):
        settings.TILMELD = {"LETTERS_PER_MINUT": 60, "LETTERS_PER_DAY": 5}
        (found,) = checks.check_limits()
        assert (found.id, type(found)) == ("tilmeld.W010", Warning)
        assert found.msg.startswith("LETTERS_PER_MINUT in TILMELD")
        assert "LETTERS_PER_MINUTE" in found.hint


class TestFiles:
    @pytest.mark.parametrize("kinds", [["exe"], ["pdf", "PDF"], []])
    def test_kinds_that_nobody_can_tell_are_refused(self, settings, kinds):
        settings.TILMELD = {"FILE_TYPES": kinds}
        assert ids(checks.check_files()) == ["tilmeld.E005"]

    @pytest.mark.parametrize("megabytes", [0, -1, "5", None, 2.5])
    def test_so_is_a_size_that_is_none(self, settings, megabytes):
        settings.TILMELD = {"FILE_MEGABYTES": megabytes}
        assert ids(checks.check_limits()) == ["tilmeld.E004"]

    @pytest.mark.parametrize("folder", ["", "private", "a/../b"])
    def test_and_a_folder_among_the_public_media(self, settings, folder):
        backend = "django.core.files.storage.FileSystemStorage"
        options = {"location": f"{settings.MEDIA_ROOT}/{folder}"}
        ours = {"tilmeld_private": {"BACKEND": backend, "OPTIONS": options}}
        settings.STORAGES = settings.STORAGES | ours
        assert ids(checks.check_files()) == ["tilmeld.E006"]
