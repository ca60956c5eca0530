#!/usr/bin/env bash
# Serves the results of a job over HTTP, with the explorer: jobs/serve.sh JOB.yaml; see --help.
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" serve "$@"
