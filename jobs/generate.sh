#!/usr/bin/env bash
# Generates synthetic records about people, with the true entities and a job file; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" generate "$@"
