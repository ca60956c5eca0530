#!/usr/bin/env bash
# Erases records from a savepoint of a stopped job, and finds the states that hold them; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" erase "$@"
