#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh tests/openapi/run.sh WORK_FOLDER FILE
#
# Installs the npm packages of package-lock.json into the work folder, unless they are there already, and checks the file
# from there, so that nothing is ever written into the source tree.

set -eu
work=$1
file=$2
here=$(cd "$(dirname "$0")" && pwd)

for command in node npm; do
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
node lint.mjs "$file"

# A check that cannot fail is none.
sed 's/"operationId": "isReady"/"operationId": "isAlive"/' "$file" >wrong.json
if node lint.mjs wrong.json >/dev/null 2>&1; then
    echo "error: the linter finds nothing in a document with one operationId twice" >&2
    exit 1
fi
