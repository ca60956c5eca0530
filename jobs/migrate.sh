#!/usr/bin/env bash
# Migrates the records of a savepoint to another ontology or number of shards; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" migrate "$@"
