#!/usr/bin/env bash
# Answers the open conflicts of a savepoint or retained checkpoint; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" decide "$@"
