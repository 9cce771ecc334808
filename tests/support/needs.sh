#!/usr/bin/env bash
# What pip cannot bring. `needs.sh python NAME`: an interpreter that can make virtual environments.
# `needs.sh tests`: Chromium, Postgres, w3m, Kannel and Node. Installed where root or sudo allows it; else named, and exit 1.
set -euo pipefail

install() {
    local as=()
    if ! command -v apt-get >/dev/null; then
        echo "Missing: $*. There is no apt-get here: please install them another way." >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "Missing: $*. Please run: sudo apt-get install $*" >&2
            exit 1
        fi
        as=(sudo -n)
    fi
    echo "Installing $*" >&2
    "${as[@]}" apt-get update -qq
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || {
        echo "Could not install: $*" >&2
        exit 1
    }
}

case "${1:-}" in
python)
    python=${2:-python3}
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
        echo "Missing: Python 3.11 or newer. Where it has another name: make PYTHON=python3.12 …" >&2
        exit 1
    }
    # Debian and Ubuntu ship venv without the pip it needs, until this package is there.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install python3-venv
    ;;
tests)
    wanted=()
    command -v chromium >/dev/null || wanted+=(chromium fonts-dejavu-core)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || wanted+=(postgresql)
    command -v w3m >/dev/null || wanted+=(w3m)
    command -v /usr/sbin/bearerbox >/dev/null || wanted+=(kannel kannel-extras)
    command -v npm >/dev/null || wanted+=(nodejs npm)
    [ ${#wanted[@]} -eq 0 ] || install "${wanted[@]}"
    # Small disks are mounted by the tests: by root, or in a name space of one's own.
    [ "$(id -u)" -eq 0 ] || unshare --user --map-current-user --keep-caps --mount true || {
        echo "Missing: user name spaces for this user (sysctl kernel.unprivileged_userns_clone=1), or root." >&2
        exit 1
    }
    ;;
*)
    echo "usage: needs.sh python [NAME] | tests" >&2
    exit 2
    ;;
esac
