#!/usr/bin/env bash
# Shows what changed between two results, and why: jobs/diff.sh BEFORE AFTER --out diff.html; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" diff "$@"
