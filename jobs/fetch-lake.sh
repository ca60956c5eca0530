#!/usr/bin/env bash
# Downloads the libraries that sinks of type paimon need into the folder lib/optional: about 110 MB, once. The other
# scripts find them there; a cluster that is running has to be restarted.
#
#   jobs/fetch-lake.sh
#
# For a Flink installation of your own, copy the jars from lib/optional to its folder lib, on every machine.
set -euo pipefail

script=$(readlink -f -- "${BASH_SOURCE[0]}")
. "${script%/*}/lib/common.sh"

case ${1:-} in
    -h | --help)
        usage
        exit
        ;;
    ?*) misused "unknown option $1; see $0 --help" ;;
esac

fetch() {
    need_maven "the libraries have not been downloaded"
    (cd -- "$home" && quiet_mvn dependency:copy-dependencies@lake) >&2 ||
        fail "the libraries cannot be downloaded, see above"
}

alone fetch
ls -1 -- "$home/lib/optional"
