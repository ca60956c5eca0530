#!/usr/bin/env bash
# Resolves the sample in conf/sample and prints the results.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" demo "$@"
