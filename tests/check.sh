#!/bin/sh
# Everything that can be checked without running the tests; stops at the first refusal.
set -e
python="${PYTHON:-.venv/bin/python}"
data="$(mktemp -d)"
trap 'rm -rf "$data"' EXIT
export COMMUNS_DATA="$data" DATABASE_URL= SITE_URL= DEBUG=

say() { echo "-- $1"; }

say "ruff"
"$python" -m ruff check --quiet --output-format concise .
"$python" -m ruff format --quiet --check . || { "$python" -m ruff format --check .; exit 1; }
say "djade"
git ls-files -z --cached --others --exclude-standard -- 'templates/*.html' 'templates/*.txt' |
    xargs -0 "$(dirname "$python")/djade" --check --target-version 5.2
say "mypy"
"$python" -m mypy
say "migrations"
"$python" manage.py makemigrations --check --dry-run --verbosity 1
say "translations"
"$python" manage.py translations --check
say "production settings"
SITE_URL=https://guide.example.org "$python" manage.py check --deploy --fail-level WARNING
