#!/usr/bin/env bash
# Measures how fast the server of jobs/serve.sh answers: jobs/bench-serve.sh URL --records FILE…; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" bench-serve "$@"
