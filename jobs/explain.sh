#!/usr/bin/env bash
# Explains from a savepoint or retained checkpoint why records are, or are not, one entity: --help shows how.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" explain "$@"
