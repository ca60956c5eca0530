#!/usr/bin/env bash
# Explains from a savepoint or retained checkpoint why records are or are not the same entity; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" explain "$@"
