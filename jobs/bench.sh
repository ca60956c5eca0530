#!/usr/bin/env bash
# Measures the whole job on this machine: jobs/bench.sh --records 1000000; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" bench "$@"
