#!/usr/bin/env bash
# Resolves the sample in conf/sample, prints the results, and writes a page about one of its people.
set -euo pipefail
home=$(readlink -f -- "${BASH_SOURCE[0]}")
home=${home%/jobs/*}
"$home/jobs/lib/kindred.sh" demo "$@"
# Not after --help.
[ $# -eq 0 ] || exit 0
page=$home/conf/sample/out/ada.html
"$home/jobs/lib/kindred.sh" explore "$home/conf/sample/job.yaml" --record person/crm/C-9001 --out "$page" >/dev/null
echo
echo "Ada in a browser: $page"
