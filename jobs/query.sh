#!/usr/bin/env bash
# Queries a savepoint or retained checkpoint; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" query "$@"
