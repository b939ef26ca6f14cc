#!/usr/bin/env bash
# Makes this checkout ready: system packages, .venv from the lock file, the `periksa` command.
# Usage: scripts/set_up.sh [--with-browser]      (the Makefile calls it; PYTHON=... picks an interpreter)
# Does only what is not done yet, writes only below the checkout (and, through apt-get, what Debian's
# packages hold). Exit status 3: something is missing that this script may not or cannot install.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
source scripts/inside.sh

say() { printf 'set-up: %s\n' "$*"; }
give_up() { printf 'set-up: %s\n' "$@" >&2; exit 3; }

as_root=()
((EUID == 0)) || as_root=(sudo)
may_install() { ((EUID == 0)) || { command -v sudo && sudo -n true; } >/dev/null 2>&1; }
has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# Debian builds its Python along profiles of real programs, which a Python built from source (pyenv's) mostly is
# not: Python's own work takes it a quarter longer.
system=/usr/bin/python3.11
python=${PYTHON:-}
if [[ -z $python && -x $system ]] && { has_venv $system || may_install; }; then
    python=$system
fi
python=${python:-$(command -v python3.11 || true)}
libraries=$(/sbin/ldconfig -p 2>/dev/null || true)
languages=$(tesseract --list-langs 2>/dev/null || true)

missing=()
need() { "${@:2}" >/dev/null 2>&1 || missing+=("$1"); }       # PACKAGE TEST...
speaks() { grep -qx "$1" <<<"$languages"; }
links() { grep -qF "$1" <<<"$libraries"; }

need tesseract-ocr command -v tesseract
need tesseract-ocr-ind speaks ind
need tesseract-ocr-eng speaks eng
need tesseract-ocr-osd speaks osd
need libgl1 links libGL.so.1                                  # these three: opencv-python's wheel
need libglib2.0-0 links libgthread-2.0.so.0
need libxcb1 links libxcb.so.1
need libseccomp2 links libseccomp.so.2                        # shuts the process that opens files off
if [[ -z $python ]]; then
    missing+=(python3.11 python3.11-venv)
else
    need python3.11-venv has_venv "$python"
fi
if [[ ${1:-} == --with-browser ]]; then
    need chromium command -v chromium
fi

if ((${#missing[@]})); then
    line="apt-get install --no-install-recommends ${missing[*]}"
    command -v apt-get >/dev/null ||
        give_up "these Debian packages (or their like) are missing: ${missing[*]}"
    may_install ||
        give_up "some system packages are missing and only root can install them. Let root run:" "    $line"
    say "installing ${missing[*]}"
    # apt's helper user cannot write into a checkout, so apt keeps the system's own temporary folder.
    apt() { env -u TMPDIR "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >>"$cache/apt.log" 2>&1; }
    { apt update && apt install --yes --no-install-recommends "${missing[@]}"; } || {
        tail -n 5 "$cache/apt.log" >&2
        give_up "apt-get could not install them (all it said: .cache/apt.log). Or let root run:" "    $line"
    }
    python=${python:-$system}
fi

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[[ $version == 3.11 ]] || give_up "Python 3.11 is needed, $python is $version. Say which: make PYTHON=/path/to/python3.11"

# A stamp is the hash of what a step was made from. It is written last: a stopped step is done again.
stamp_of() { { cat "$@"; printf '%s\n' "$root" "$version"; } | sha256sum | cut -d' ' -f1; }
is_fresh() { [[ -f $1 && $(<"$1") == "$2" ]]; }
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }

lock=$(stamp_of requirements.lock)
if ! is_fresh .venv/lock.stamp "$lock"; then
    say "making .venv with $python from requirements.lock (1.3 GB when done, once)"
    rm -rf .venv
    "$python" -m venv .venv
    # One package comes as source; setuptools and wheel, from the same lock, build it without fetching others.
    tools=$TMPDIR/build-tools.lock
    awk '/^[a-z0-9]/ { wanted = /^(setuptools|wheel)==/ } wanted' requirements.lock >"$tools"
    pip install --quiet --no-user --require-hashes --no-deps -r "$tools"
    pip install --quiet --no-user --require-hashes --no-deps --no-build-isolation -r requirements.lock
    printf '%s\n' "$lock" >.venv/lock.stamp
fi

project=$(stamp_of requirements.lock pyproject.toml)
if ! is_fresh .venv/project.stamp "$project"; then
    say "installing the periksa command"
    pip install --quiet --no-user --no-deps --no-build-isolation --editable .
    printf '%s\n' "$project" >.venv/project.stamp
fi
say "ready"
