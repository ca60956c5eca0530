#!/usr/bin/env bash
# Writes a report about the data and the result of a job; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" report "$@"
