# Two commands are enough: `make run` and `make test`. Nothing but Python 3.11+ is needed.
PY = .venv/bin/python
PYTHON =
DJANGO_LIMIT = django>=5.2,<5.3

help:
	@echo "make run       the site with web server, worker and heartbeat (PORT, DATA_DIR, DATABASE_URL, EMAIL_URL)"
	@echo "make test      every test, on SQLite and on PostgreSQL"
	@echo "make lint      style, templates, types, layers, migrations"
	@echo "make messages  collect and compile translations (needs gettext)"
	@echo "make bench     measure against the floors"
	@echo "make lock      resolve dependencies anew (needs uv)"
	@echo "make clean     remove what can be made again; keeps var/"

run: .venv/ready
	@DJANGO_SETTINGS_MODULE=cms.settings.dev exec $(PY) -m cms.serve

test: .venv/ready
	@exec $(PY) -m tests

lint: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --quiet --lint templates events/templates
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run --settings cms.settings.test

messages: .venv/ready
	$(PY) manage.py makemessages --settings cms.settings.test --locale da --extension html,txt,mjml,py --no-obsolete --add-location file --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	$(PY) -c "import pathlib, polib; [polib.pofile(p).save_as_mofile(p.with_suffix('.mo')) for p in pathlib.Path().glob('*/locale*/*/LC_MESSAGES/*.po')]"

bench: .venv/ready
	@exec $(PY) -m bench

lock:
	echo '$(DJANGO_LIMIT)' | uv pip compile pyproject.toml --extra site --group dev --constraint - --generate-hashes --universal --python-version 3.11 --no-emit-index-url --custom-compile-command 'make lock' --upgrade --quiet --output-file requirements.lock

clean:
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist

# The virtual environment follows the lock: uv if there is one, else Python's own tools.
.venv/ready: requirements.lock
	@python=; for candidate in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$candidate; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or newer is needed; if it lies elsewhere, name it: make run PYTHON=/path/to/python3" >&2; exit 1; fi; \
	uv=$$(command -v uv) || "$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's ensurepip is missing, so no virtual environment can be made; install it (Debian, Ubuntu: apt install python3-venv) or uv." >&2; exit 1; }; \
	echo "Installing into .venv …"; \
	if [ -n "$$uv" ]; then \
	  uv venv --quiet --allow-existing --python "$$python" .venv && \
	  uv pip sync --quiet --require-hashes --python $(PY) requirements.lock; \
	else \
	  "$$python" -m venv .venv && \
	  $(PY) -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes --no-deps -r requirements.lock; fi
	@touch $@

.PHONY: help run test lint messages bench lock clean
