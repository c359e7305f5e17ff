#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh resources/start.sh
#
# From an empty machine to a running ring: installs what is missing, builds, starts five nodes on this machine unless a
# whole ring is up already, and opens the monitor on it where there is a display. Safe to run again.

set -eu
cd "$(dirname "$0")/.."

nodes=5
base_port=11000
first=127.0.0.1:$base_port
funnelkvs=build/bin/funnelkvs
monitor=build/bin/funnelkvs-monitor

build() {
    # A build folder that exists keeps its settings: a developer's is not turned upside down.
    if [ ! -f build/CMakeCache.txt ]; then
        cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DFUNNELKVS_FAST_BUILD=ON -DBUILD_TESTING=OFF
    fi
    cmake --build build --parallel "$(nproc)" --target funnelkvs funnelkvs-monitor
}

start_ring() {
    if "$funnelkvs" check-chain --node "$first" >/dev/null 2>&1; then
        echo "A ring is up at $first and its chain is whole: it is used as it is."
        return
    fi
    if "$funnelkvs" setup-nodes "$nodes" --base-port "$base_port"; then
        return
    fi
    cat >&2 <<EOF

The ring could not be started; the reason stands above. When a port from $base_port on is taken:
    $funnelkvs check-chain --node $first     says what is wrong with a ring that is there
    $funnelkvs stop-nodes                    stops what an earlier start left behind
    $funnelkvs setup-nodes $nodes --base-port 12000     starts one elsewhere, when the port is another program's
EOF
    exit 1
}

say_what_to_try() {
    cat <<EOF

The ring is running. Any of its nodes serves any key; try

    curl -X PUT --data-binary hello http://$first/v1/kv/greeting
    curl http://127.0.0.1:$((base_port + 1))/v1/kv/greeting
    $funnelkvs lookup greeting --node $first
    $funnelkvs check-chain --node $first

or in a browser

    http://$first/global_put_simple?key=greeting&val=hello
    http://$first/global_get_simple?key=greeting
    http://$first/v1/ring

It keeps running until you say

    $funnelkvs stop-nodes

EOF
}

sh resources/install-packages.sh build
build
start_ring
say_what_to_try

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "There is no display here, so the monitor is not opened. On a desktop: $monitor --connect $first"
else
    echo "Opening the monitor; the ring outlives its window."
    "$monitor" --connect "$first"
fi
