#!/usr/bin/env bash
# Profiles records before there are rules for them; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" profile "$@"
