#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh tests/run.sh [ctest options, as -R NAME]
#
# Installs what is missing, builds everything in build/ with asserts kept, and runs the whole suite. With CI set in
# the environment, warnings are errors. The last lines are ctest's summary; the exit code is 0 only if all passed.

set -eu
cd "$(dirname "$0")/.."

sh resources/install-packages.sh build test

set_up() {
    # A build folder keeps the generator it was made with.
    if [ ! -f build/CMakeCache.txt ]; then
        set -- -G Ninja "$@"
    fi
    # ccache finds what uses precompiled headers only if it may take their time stamps and macros for granted.
    if command -v ccache >/dev/null 2>&1; then
        set -- "-DCMAKE_CXX_COMPILER_LAUNCHER=env;CCACHE_SLOPPINESS=pch_defines,time_macros;ccache" "$@"
    fi
    cmake -S . -B build "$@" -DFUNNELKVS_WERROR="$([ -n "${CI:-}" ] && echo ON || echo OFF)"
}

set_up -DCMAKE_BUILD_TYPE=Release -DFUNNELKVS_FAST_BUILD=ON -DFUNNELKVS_ASSERTS=ON -DBUILD_TESTING=ON
cmake --build build --parallel "$(nproc)"
ctest --test-dir build --output-on-failure --parallel 2 "$@"
