#!/usr/bin/env bash
# Writes synthetic records about people, with the truth and a job that fits: --help shows how.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" generate "$@"
