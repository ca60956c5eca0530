#!/usr/bin/env bash
# Carries the records of a state over to another ontology or number of shards: --help shows how.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" migrate "$@"
