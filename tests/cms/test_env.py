"""What the environment may say, and what it is told when it says something doubtful."""

import stat
from pathlib import Path

import pytest

from cms import env
from cms.env import EnvError


@pytest.fixture
def given(monkeypatch):
    """Return a function that sets the variables ``X`` and others by name."""

    def give(value: str | None = None, **others: str) -> None:
        for name, text in (others if value is None else {"X": value, **others}).items():
            monkeypatch.setenv(name, text)

    return give


def refusal(read, *arguments) -> str:
    with pytest.raises(EnvError) as error:
        read(*arguments)
    return str(error.value)


class TestScalars:
    @pytest.mark.parametrize("value", ["1", "true", "YES", " on "])
    def test_a_flag_is_on(self, given, value):
        given(value)
        assert env.flag("X") is True

    @pytest.mark.parametrize("value", ["0", "False", "no", "off"])
    def test_a_flag_is_off(self, given, value):
        given(value)
        assert env.flag("X", default=True) is False

    @pytest.mark.parametrize("value", ["", "   "])
    def test_an_empty_variable_is_not_set(self, given, value):
        given(value)
        assert env.flag("X", default=True) is True
        assert env.text("X", "default") == "default"
        assert refusal(env.text, "X") == "X must be set."

    @pytest.mark.parametrize("value", ["2", "ja", "enabled", "-1"])
    def test_a_doubtful_flag_is_refused(self, given, value):
        given(value)
        assert refusal(env.flag, "X") == f"X must be 1 or 0, not “{value}”."

    @pytest.mark.parametrize(("value", "number"), [("1", 1), ("65535", 65535)])
    def test_a_whole_number_may_be_either_end_of_its_range(self, given, value, number):
        given(value)
        assert env.integer("X", 8000, 1, 65535) == number

    @pytest.mark.parametrize("value", ["0", "65536", "80.0", "-1", "eighty", "1e3", "8_000"])
    def test_any_other_number_is_refused(self, given, value):
        given(value)
        expected = f"X must be a whole number from 1 to 65535, not “{value}”."
        assert refusal(env.integer, "X", 8000, 1, 65535) == expected

    def test_words_stand_between_commas(self, given):
        given(" a.example.org, b.example.org ,")
        assert env.words("X") == ["a.example.org", "b.example.org"]
        assert env.words("Y", ("c",)) == ["c"]

    @pytest.mark.parametrize("value", ["short", "a" * 60])
    def test_a_guessable_secret_is_refused_without_repeating_it(self, given, value):
        given(value)
        assert refusal(env.secret, "X") == "X must be at least 50 random characters long."


class TestFiles:
    def test_a_secret_is_made_once_for_its_owner_only(self, tmp_path):
        path = tmp_path / "secret_key"
        secret = env.secret_file(path)
        assert len(secret) >= 50
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert env.secret_file(path) == secret

    def test_a_folder_is_made_for_its_owner_only(self, given, tmp_path):
        given(str(tmp_path / "new" / "var"))
        folder = env.directory("X", Path("unused"))
        assert folder == tmp_path / "new" / "var"
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert list(folder.iterdir()) == []

    def test_a_folder_that_cannot_be_is_refused(self, given, tmp_path):
        (tmp_path / "file").touch()
        given(str(tmp_path / "file" / "var"))
        expected = f"X {tmp_path}/file/var can't be written to: Not a directory."
        assert refusal(env.directory, "X", Path("unused")) == expected


class TestOrigin:
    @pytest.mark.parametrize("value", ["https://www.example.org", "http://localhost:8000"])
    def test_is_scheme_host_and_port(self, given, value):
        given(value + "/")
        assert env.origin("X") == value

    @pytest.mark.parametrize(
        "value",
        ["www.example.org", "https://a.example.org/path", "ftp://a", "https://u:p@a", "http://a:x"],
    )
    def test_anything_else_is_refused(self, given, value):
        given(value)
        assert refusal(env.origin, "X").startswith("X must look like https://www.example.org")


class TestDatabase:
    def test_without_a_url_it_is_a_file_that_serves_several_processes(self):
        database = env.database("X", Path("/data/tilmeld.sqlite3"))
        assert database["NAME"] == Path("/data/tilmeld.sqlite3")
        assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    def test_a_file_is_named_by_its_path(self, given, tmp_path):
        given(f"sqlite:///{tmp_path}/a%20b.sqlite3")
        assert env.database("X", Path("unused"))["NAME"] == tmp_path / "a b.sqlite3"

    def test_postgresql_with_every_part(self, given):
        given("postgres://ada:p%40ss@db.example.org:5433/events?sslmode=require")
        database = env.database("X", Path("unused"))
        assert {key: database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
            "USER": "ada",
            "PASSWORD": "p@ss",
            "HOST": "db.example.org",
            "PORT": 5433,
            "NAME": "events",
        }
        assert database["OPTIONS"] == {"sslmode": "require"}

    def test_postgresql_on_a_socket(self, given):
        given("postgresql://postgres@/events?host=%2Frun%2Fpg")
        database = env.database("X", Path("unused"))
        assert (database["HOST"], database["OPTIONS"]) == ("/run/pg", {})

    @pytest.mark.parametrize(
        "value",
        [
            "mysql://secret@host/name",
            "postgres://secret@host",
            "postgres://secret@host:port/name",
            "postgres://secret@host/name/more",
            "sqlite://secret/file",
            "sqlite:///:memory:",
            "secret",
            "postgres://[secret/name",
        ],
    )
    def test_anything_else_is_refused_without_repeating_it(self, given, value):
        given(value)
        sentence = refusal(env.database, "X", Path("unused"))
        assert sentence.startswith("X must ")
        assert sentence.endswith(".")
        assert "secret" not in sentence


class TestMail:
    def test_without_anything_letters_are_files(self, tmp_path):
        settings = env.mail(tmp_path)
        assert settings["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
        assert settings["EMAIL_FILE_PATH"] == tmp_path

    def test_a_mail_server(self, given):
        given(EMAIL_URL="smtp://ada:p%40ss@mail.example.org?tls=starttls")
        settings = env.mail(Path("unused"))
        assert settings["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
        assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.org", 587)
        assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("ada", "p@ss")
        assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (True, False)

    def test_a_mail_server_without_encryption(self, given):
        given(EMAIL_URL="smtp://127.0.0.1:2525")
        settings = env.mail(Path("unused"))
        assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("127.0.0.1", 2525)
        assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (False, False)

    @pytest.mark.parametrize(
        "value",
        [
            "mail.example.org:25",
            "imap://secret@host",
            "smtp://secret@host/path",
            "smtp://secret@host?tls=yes",
            "smtp://secret@host?timeout=3",
            "smtp://",
            "smtp://secret@host:port",
        ],
    )
    def test_a_doubtful_server_is_refused_without_repeating_it(self, given, value):
        given(EMAIL_URL=value)
        sentence = refusal(env.mail, Path("unused"))
        assert sentence.startswith("EMAIL_URL m")
        assert "secret" not in sentence

    def test_a_provider_with_its_own_setting_names(self, given):
        given(
            EMAIL_PROVIDER="mailgun",
            MAILGUN_API_KEY="key",
            MAILGUN_SENDER_DOMAIN="example.org",
            MAILGUN_API_URL="",
            SENDGRID_API_KEY="another provider's",
        )
        assert env.mail(Path("unused")) == {
            "EMAIL_BACKEND": "anymail.backends.mailgun.EmailBackend",
            "ANYMAIL": {"MAILGUN_API_KEY": "key", "MAILGUN_SENDER_DOMAIN": "example.org"},
        }

    def test_a_provider_whose_settings_are_more_than_text(self, given):
        given(
            EMAIL_PROVIDER="amazon_ses",
            AMAZON_SES_CLIENT_PARAMS='{"region_name": "eu-north-1"}',
            AMAZON_SES_AUTO_CONFIRM_SNS_SUBSCRIPTIONS="false",
        )
        assert env.mail(Path("unused"))["ANYMAIL"] == {
            "AMAZON_SES_CLIENT_PARAMS": {"region_name": "eu-north-1"},
            "AMAZON_SES_AUTO_CONFIRM_SNS_SUBSCRIPTIONS": False,
        }

    def test_what_holds_for_any_provider(self, given):
        given(
            EMAIL_PROVIDER="postmark",
            POSTMARK_SERVER_TOKEN="token",
            ANYMAIL_WEBHOOK_SECRET="user:password",
        )
        assert env.mail(Path("unused"))["ANYMAIL"] == {
            "POSTMARK_SERVER_TOKEN": "token",
            "WEBHOOK_SECRET": "user:password",
        }

    @pytest.mark.parametrize("name", ["pigeon", "mailgun.EmailBackend", "../mailgun"])
    def test_an_unknown_provider_is_refused(self, given, name):
        given(EMAIL_PROVIDER=name)
        expected = f"EMAIL_PROVIDER “{name.lower()}” is not one that anymail knows."
        assert refusal(env.mail, Path("unused")) == expected

    def test_a_provider_and_a_server_at_once_are_refused(self, given):
        given(EMAIL_PROVIDER="mailgun", EMAIL_URL="smtp://host")
        assert refusal(env.mail, Path("unused")) == "Set EMAIL_PROVIDER or EMAIL_URL, not both."
