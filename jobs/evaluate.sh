#!/usr/bin/env bash
# Compares the assignments of a run with the truth; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" evaluate "$@"
