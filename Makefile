# One verb each. `make demo` needs Python 3.11, make and git, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
VNU := 26.9.27
VNU_SHA256 := 22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47
DEPLOYED := DATABASE_URL=postgres://portal@127.0.0.1/portal TLS=1 ALLOWED_HOSTS=www.example.gov.cn SECRET_KEY=$$(head -c 60 /dev/urandom | base64 -w0)

.PHONY: demo test check fix bench bench-pages bench-stale bench-search messages screenshots lock clean

demo: .venv/runtime  ## the whole portal with real input, on SQLite
	@DEMO=1 FALLBACK_HOST=$${FALLBACK_HOST:-localhost} exec $(BIN)/python manage.py up --port $(PORT)

test: .venv/dev  ## the whole suite on the database that DATABASE_URL names (SQLite when unset)
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

check: .venv/dev  ## everything a machine can say about the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(DEPLOYED) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/pytest -q -p no:cacheprovider tests/repository

fix: .venv/dev  ## what can be put right by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/dev  ## speed as ratios against a bare control application, and how well the search answers
	$(BIN)/python -m bench
	$(BIN)/python -m bench.judged

bench-pages: .venv/dev  ## CPU of public pages, rendered and kept, against bare Django, nginx and ten times the items
	$(BIN)/python -m bench.pages

bench-stale: .venv/dev  ## two hundred changes under load: is any answer older than a second?
	LOAD=1 $(BIN)/pytest -n 0 -s tests/portal/editions/test_nothing_stale.py

bench-search: .venv/dev  ## CPU per search among ITEMS notices (a million) in databases beside the one of DATABASE_URL
	$(BIN)/python -m bench.search

messages: .venv/dev  ## bring locale/ in step with the code
	$(BIN)/python -m tests.repository.messages

screenshots: .venv/dev  ## pictures of the demo that runs: all to .var/screenshots, those of the guides to docs/images
	$(BIN)/python -m tests.screenshots --at http://localhost:$(PORT) --keep $(ARGS)

lock: .venv/dev  ## resolve the dependencies anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile -q --upgrade --no-header --generate-hashes --python-version 3.11 pyproject.toml -o .lock/runtime.txt
	$(BIN)/uv pip compile -q --upgrade --no-header --generate-hashes --python-version 3.11 pyproject.toml --group dev -o .lock/dev.txt

.venv/bin/python:
	@echo "Making the Python environment in .venv …"
	@$(PYTHON) -m venv .venv

.venv/runtime: .venv/bin/python .lock/runtime.txt
	@echo "Installing what the portal needs …"
	@$(PIP) -r .lock/runtime.txt
	@touch $@

.venv/dev: .venv/bin/python .lock/dev.txt
	@$(PIP) -r .lock/dev.txt
	@touch $@

# the W3C's checker of HTML, by which tests/pages validates every page; it needs Java
.var/vnu.jar:
	@mkdir -p .var/vnu && cd .var/vnu && npm pack --silent vnu-jar@$(VNU) > /dev/null && tar xzf vnu-jar-$(VNU).tgz
	@echo "$(VNU_SHA256)  .var/vnu/package/build/dist/vnu.jar" | sha256sum --check --quiet
	@mv .var/vnu/package/build/dist/vnu.jar $@ && rm -rf .var/vnu

clean:
	rm -rf .var .mypy_cache .ruff_cache .pytest_cache
