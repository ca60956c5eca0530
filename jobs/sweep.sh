#!/usr/bin/env bash
# Tries link and cohesion of a job's score; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" sweep "$@"
