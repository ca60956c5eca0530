#!/usr/bin/env bash
# Turns a trained Splink model into an ontology; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" import-splink "$@"
