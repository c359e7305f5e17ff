#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh tests/browser/run.sh WORK_FOLDER FUNNELKVS_PROGRAM
#
# Installs the npm packages of package-lock.json into the work folder, unless they are there already, and runs the
# tests from there, so that nothing is ever written into the source tree.

set -eu
work=$1
program=$2
here=$(cd "$(dirname "$0")" && pwd)

for command in node npm chromium; do
    if ! command -v "$command" >/dev/null 2>&1; then
        echo "error: $command is missing. Run: sh resources/install-packages.sh test" >&2
        exit 1
    fi
done

mkdir -p "$work"
cd "$work"
if ! cmp -s "$here/package-lock.json" installed-lock.json; then
    rm -f installed-lock.json
    cp "$here/package.json" "$here/package-lock.json" .
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    cp package-lock.json installed-lock.json
fi
cp "$here"/*.mjs .
FUNNELKVS=$program FUNNELKVS_README=$here/../../README.md exec node --test page.test.mjs
