#!/usr/bin/env bash
# Shows how the jobs of a cluster are; see --help. Uses the cluster of jobs/cluster.sh, or that of the Flink
# installation in FLINK_HOME.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"
. "$home/jobs/lib/flink.sh"

find_flink_configuration
exec "$home/jobs/lib/kindred.sh" status "$@"
