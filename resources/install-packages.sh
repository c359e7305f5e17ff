#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh resources/install-packages.sh PURPOSE...
#
# Installs what packages.txt lists for the given purposes (build, test, check, package) and this machine lacks. When nothing is
# missing it asks no server and needs no rights, so that both scripts that call it start quickly and work offline.

set -eu

list=$(dirname "$0")/packages.txt

# The packages of one purpose, one a line, but for those whose command is there without them.
packages_for() {
    sed -n "s/^$1  *//p" "$list" | while read -r package command; do
        if [ -z "$command" ] || ! command -v "$command" >/dev/null 2>&1; then
            echo "$package"
        fi
    done
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

if [ $# -eq 0 ]; then
    echo "usage: sh resources/install-packages.sh build [test] [check] [package]" >&2
    exit 2
fi

wanted=
for purpose in "$@"; do
    wanted="$wanted $(packages_for "$purpose")"
done

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is no Debian system: nothing is installed here. These Debian packages, or what corresponds to them," \
        "are needed:" $wanted >&2
    exit 0
fi

missing=
for package in $wanted; do
    is_installed "$package" || missing="$missing $package"
done
if [ -z "$missing" ]; then
    exit 0
fi

if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
    echo "error: packages are missing, and neither root rights nor sudo are at hand. Let an administrator run" >&2
    echo "    apt-get install$missing" >&2
    exit 1
fi

echo "Installing:$missing"
# The lock may be held for a while by a machine that has just started.
as_root apt-get -q -o DPkg::Lock::Timeout=300 update
as_root apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install $missing
