#!/usr/bin/env bash
# Writes a page about an entity: jobs/explore.sh JOB.yaml --entity ID --out page.html; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" explore "$@"
