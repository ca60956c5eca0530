#!/usr/bin/env bash
# Runs a job on this machine: jobs/resolve.sh conf/sample/job.yaml
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib/kindred.sh" resolve "$@"
