#!/usr/bin/env bash
# Shows the jobs of the cluster of jobs/cluster.sh, or of that of the Flink installation in FLINK_HOME; see --help.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"

conf=$run/cluster/conf
if [ -n "${FLINK_HOME:-}" ]; then
    conf=${FLINK_CONF_DIR:-$FLINK_HOME/conf}
fi
options=()
if [ -f "$conf/config.yaml" ]; then
    options=(--conf "$conf")
fi
exec "$home/jobs/lib/kindred.sh" status ${options[@]+"${options[@]}"} "$@"
