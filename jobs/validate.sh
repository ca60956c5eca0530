#!/usr/bin/env bash
# Checks a savepoint or retained checkpoint: --help shows how.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" validate "$@"
