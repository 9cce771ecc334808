#!/usr/bin/env bash
# Chromium and Postgres for the tests: installed where allowed, else named.
set -euo pipefail
wanted=()
command -v chromium >/dev/null || wanted+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted+=(postgresql)
[ ${#wanted[@]} -eq 0 ] && exit 0
as=()
if [ "$(id -u)" -ne 0 ]; then
  if sudo -n true 2>/dev/null; then as=(sudo -n); else echo "Missing, and not allowed to install: ${wanted[*]}" >&2; exit 1; fi
fi
command -v apt-get >/dev/null || { echo "Missing, and no apt-get here: ${wanted[*]}" >&2; exit 1; }
"${as[@]}" apt-get update -qq
"${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
