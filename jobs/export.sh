#!/usr/bin/env bash
# Writes the results that a savepoint or retained checkpoint holds: --help shows how.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" export "$@"
