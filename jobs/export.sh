#!/usr/bin/env bash
# Exports a savepoint or retained checkpoint as JSON lines; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" export "$@"
