#!/bin/sh
# Makes .venv, or says in a sentence what the machine lacks.
need="Install it with: apt-get install -y git make python3-venv"
python="${PYTHON:-python3}"

command -v "$python" >/dev/null 2>&1 || { echo "Python is missing here. $need" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; $("$python" --version) is what $python is. Set PYTHON to a newer one." >&2
    exit 1
}
command -v git >/dev/null 2>&1 || { echo "git is missing here. $need" >&2; exit 1; }
# A folder left by an interrupted start, or by a Python since removed, is made anew.
.venv/bin/python -m pip --version >/dev/null 2>&1 && exit 0
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || { echo "python3-venv is missing here. $need" >&2; exit 1; }
echo "Making .venv…"
"$python" -m venv --clear .venv || { echo "The folder .venv could not be made here: is this folder yours to write in?" >&2; exit 1; }
