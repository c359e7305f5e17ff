#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh tests/bench/durable_bench.sh [ROUNDS [SECONDS]]
#
# Durable writes, three replicas on three nodes of this machine: PUT of 100 bytes with data directories against etcd's
# (Debian package etcd-server, its JSON gateway), both with an fsync before each acknowledgement, both loaded by wrk
# (Debian package wrk) with 32 connections to the first node, in turns. Prints writes a second, writes per second of
# all nodes' processor time, the 99th percentile, and at the end the ratios of the medians. The directories are in
# DURABLE_BENCH_DIR, or a temporary one: it must be on the disk that is meant, not in memory.

set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-3}
seconds=${2:-10}
funnelkvs=${FUNNELKVS:-build/bin/funnelkvs}
connections=32
base=${DURABLE_BENCH_DIR:-$(mktemp -d)}
pids=

stop() {
    [ -z "$pids" ] || kill $pids 2>/dev/null || true
    for pid in $pids; do
        wait "$pid" 2>/dev/null || true
    done
    pids=
}
trap 'stop; rm -rf "$base"/durable-*' EXIT
trap 'exit 1' HUP INT TERM

for tool in wrk etcd curl; do
    command -v $tool >/dev/null || { echo "$tool is not installed (wrk, etcd-server, curl)" >&2; exit 1; }
done

# Both store a value of 100 bytes under one of 10,000 keys.
cat >"$base/durable-put.lua" <<'END'
local value = string.rep("v", 100)
function request()
    return wrk.format("PUT", "/v1/kv/key-" .. math.random(10000), {["Content-Type"] = "text/plain"}, value)
end
END
cat >"$base/durable-etcd.lua" <<'END'
local symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local function base64(text)
    local out = {}
    for at = 1, #text, 3 do
        local a, b, c = text:byte(at, at + 2)
        local bits = a * 65536 + (b or 0) * 256 + (c or 0)
        for place = 3, 0, -1 do
            local index = math.floor(bits / 64 ^ place) % 64 + 1
            out[#out + 1] = symbols:sub(index, index)
        end
        if not b then out[#out - 1] = "=" end
        if not c then out[#out] = "=" end
    end
    return table.concat(out)
end
local value = base64(string.rep("v", 100))
local keys = {}
for number = 1, 10000 do keys[number] = base64("key-" .. number) end
function request()
    local body = '{"key":"' .. keys[math.random(10000)] .. '","value":"' .. value .. '"}'
    return wrk.format("POST", "/v3/kv/put", {["Content-Type"] = "application/json"}, body)
end
END

start_funnelkvs() {
    port=23400
    for i in 0 1 2; do
        join=
        [ $i -eq 0 ] || join="--join 127.0.0.1:$port"
        "$funnelkvs" node --listen 127.0.0.1:$((port + i)) --data-dir "$base/durable-node$i" $join \
            >"$base/durable-node$i.log" 2>&1 &
        pids="$pids $!"
    done
    for i in 0 1 2; do
        until curl -sf "http://127.0.0.1:$((port + i))/readyz" >/dev/null; do sleep 0.1; done
    done
    until "$funnelkvs" check-chain --node 127.0.0.1:$port >/dev/null 2>&1; do sleep 0.1; done
}

start_etcd() {
    port=23410
    cluster="n0=http://127.0.0.1:23420,n1=http://127.0.0.1:23421,n2=http://127.0.0.1:23422"
    for i in 0 1 2; do
        client=http://127.0.0.1:$((port + i))
        peer=http://127.0.0.1:$((23420 + i))
        etcd --name n$i --data-dir "$base/durable-etcd$i" --listen-client-urls $client \
            --advertise-client-urls $client --listen-peer-urls $peer --initial-advertise-peer-urls $peer \
            --initial-cluster $cluster --initial-cluster-state new --log-level error >"$base/durable-etcd$i.log" 2>&1 &
        pids="$pids $!"
    done
    until curl -sf http://127.0.0.1:$port/health | grep -q true; do sleep 0.1; done
}

# Hundredths of a second of processor time of all nodes.
cpu() {
    for pid in $pids; do
        cut -d' ' -f14,15 "/proc/$pid/stat"
    done | awk '{sum += $1 + $2} END {print sum}'
}

# measure NAME LUA: one line NAME WRITES_A_SECOND WRITES_A_CPU_SECOND P99_MS
measure() {
    rm -rf "$base"/durable-node* "$base"/durable-etcd?
    "start_$1"
    wrk -t 1 -c $connections -d 2 -s "$base/durable-$2.lua" http://127.0.0.1:$port >/dev/null
    before=$(cpu)
    wrk -t 1 -c $connections -d "$seconds" --latency -s "$base/durable-$2.lua" http://127.0.0.1:$port >"$base/durable-wrk"
    after=$(cpu)
    stop
    awk -v name="$1" -v cpu=$((after - before)) '
        function ms(text) { return text ~ /us$/ ? text / 1000 : text ~ /ms$/ ? text + 0 : text * 1000 }
        /99%/ { p99 = ms($2) }
        /requests in/ { count = $1 }
        /Requests.sec/ { rate = $2 }
        /Non-2xx/ { print "errors: " $0 > "/dev/stderr"; failed = 1 }
        END { if (failed) exit 1; printf "%s %.0f %.0f %.1f\n", name, rate, count / (cpu / 100), p99 }' "$base/durable-wrk"
}

for round in $(seq "$rounds"); do
    measure funnelkvs put
    measure etcd etcd
done | tee "$base/durable-figures"
awk '
    { n[$1]++; rate[$1, n[$1]] = $2; cpu[$1, n[$1]] = $3; p99[$1, n[$1]] = $4 }
    function median(values, name,    i, j, t, list) {
        for (i = 1; i <= n[name]; i++) list[i] = values[name, i]
        for (i = 1; i <= n[name]; i++) for (j = i + 1; j <= n[name]; j++) if (list[j] < list[i]) { t = list[i]; list[i] = list[j]; list[j] = t }
        return list[int((n[name] + 1) / 2)]
    }
    END {
        printf "times etcd: %.2f by the clock, %.2f per processor second, 99th percentile %.2f\n",
            median(rate, "funnelkvs") / median(rate, "etcd"), median(cpu, "funnelkvs") / median(cpu, "etcd"),
            median(p99, "funnelkvs") / median(p99, "etcd")
    }' "$base/durable-figures"
