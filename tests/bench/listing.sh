#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh tests/bench/listing.sh FUNNELKVS_PROGRAM [KEYS [NODES]]
#
# Stores many keys in a ring of nodes on this machine, lists all of them as a client of HTTP and with the command line,
# and prints how long that took and what the nodes and the client needed. Every key must be told exactly once.

set -eu
program=$1
keys=${2:-1000000}
nodes=${3:-5}
port=21500
HOME=$(mktemp -d)
export HOME FUNNELKVS_NODE=127.0.0.1:$port
trap '"$program" stop-nodes >/dev/null 2>&1 || true; rm -rf "$HOME"' EXIT

pids() {
    for i in $(seq 0 $((nodes - 1))); do
        pgrep -f "^$program node .*:$((port + i))( |\$)" | head -1
    done
}
# Kilobytes now and at most, and seconds of processor time, of the nodes together.
figures() {
    for pid in $(pids); do
        sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\).*/now \1/p; s/^VmHWM:[[:space:]]*\([0-9]*\).*/most \1/p' "/proc/$pid/status"
        awk -v tick="$(getconf CLK_TCK)" '{ print "cpu", ($14 + $15) / tick }' "/proc/$pid/stat"
    done | awk '{ sum[$1] += $2 } END { printf "%d MB now, %d MB at most, %.2f s of processor time so far\n",
        sum["now"] / 1024, sum["most"] / 1024, sum["cpu"] }'
}
timed() {
    name=$1
    shift
    start=$(date +%s.%N)
    "$@"
    echo "$name: $(date +%s.%N | awk -v start="$start" '{ printf "%.2f s", $1 - start }'); nodes: $(figures)"
}
store() {
    seq 1 "$keys" | sed 's/.*/{"key":"key\/&","value":"value"}/' | "$program" put-many --batch 1000 >/dev/null
}
stream() {
    curl -sS -H 'Accept: application/x-ndjson' "http://127.0.0.1:$port/v1/keys" >"$HOME/lines"
}
list() {
    "$program" keys >"$HOME/keys"
}
none() {
    "$program" keys "no key begins so" >/dev/null
}

"$program" setup-nodes "$nodes" --base-port "$port" >/dev/null
timed "put-many, $keys keys on $nodes nodes" store
# The copies are there.
until "$program" check-chain --node "127.0.0.1:$port" >/dev/null 2>&1; do sleep 0.2; done
timed "GET /v1/keys as a stream" stream
tail -1 "$HOME/lines"
timed "funnelkvs keys" list
timed "funnelkvs keys, of a prefix that no key has" none
sort -u "$HOME/keys" | wc -l | awk -v keys="$keys" '{ print $1, "different keys of", keys }'
wc -l <"$HOME/keys" | awk '{ print $1, "lines" }'
