#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh resources/packaging/test-packages.sh SUITE FOLDER     (as root; SUITE: bookworm or trixie)
#
# Builds the Debian packages of this checkout in a chroot of that suite, FOLDER/build, which is kept for the next time;
# installs them in a new and empty one, FOLDER/empty; and uses what was installed: a ring of five nodes with its data
# on disk, written, read, killed and started again, the monitor's picture of it, the man pages; then it purges them.
# Needs the package debootstrap. The last line says "ok" or what failed.

set -eu
if [ $# -ne 2 ] || [ "$(id -u)" -ne 0 ]; then
    sed -n '3,4s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
suite=$1
sources=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$2"
folder=$(cd "$2" && pwd)
step="the beginning"

leave() {
    for chroot in build empty; do
        umount "$folder/$chroot/proc" 2>/dev/null || :
    done
}
finish() {
    result=$?
    leave
    [ $result -eq 0 ] && echo "ok: packages of $suite" || echo "FAILED at: $step"
    exit $result
}
trap finish EXIT

prepare() { # CHROOT
    if [ ! -f "$folder/$1/etc/debian_version" ]; then
        debootstrap --variant=minbase "$suite" "$folder/$1" >"$folder/$1.log"
    fi
    mount -t proc proc "$folder/$1/proc"
}
run() { # CHROOT COMMANDS [PREFIX...]
    chroot=$folder/$1
    commands=$2
    shift 2
    "$@" chroot "$chroot" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive sh -euc "$commands"
}
# In a network of its own, where all ports are free and nothing else is met.
alone() { # CHROOT COMMANDS
    run "$1" "$2" unshare --net sh -euc 'ip link set lo up; exec "$@"' sh
}

leave
step="building the packages"
prepare build
rm -rf "$folder/build/src"
git clone -q "$sources" "$folder/build/src"
run build "cd /src
    apt-get -q update >/dev/null
    sh resources/install-packages.sh build package >/dev/null
    apt-get -q -y --no-install-recommends install git >/dev/null
    cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DFUNNELKVS_FAST_BUILD=ON -DBUILD_TESTING=OFF >/dev/null
    cmake --build build >/dev/null
    cd build && cpack >/dev/null
    ls -l *.deb"

step="installing them where nothing else is"
rm -rf "$folder/empty"
prepare empty
cp "$folder"/build/src/build/*.deb "$folder/empty/root/"
run empty 'apt-get -q update >/dev/null
    apt-get -q -y --no-install-recommends install /root/*.deb >/root/install.log 2>&1 || { tail /root/install.log; exit 1; }
    echo "installed: $(grep -c "^Setting up" /root/install.log) packages"'

step="using them"
alone empty 'funnelkvs --version
    funnelkvs setup-nodes 5 --data-dir /root/ring
    funnelkvs put greeting hello
    [ "$(funnelkvs get greeting)" = hello ]
    funnelkvs check-chain
    funnelkvs stop-nodes
    funnelkvs setup-nodes 5 --data-dir /root/ring
    [ "$(funnelkvs get greeting)" = hello ]
    funnelkvs-monitor --version
    QT_QPA_PLATFORM=offscreen timeout 60 funnelkvs-monitor --connect 127.0.0.1:11000 --screenshot /root/ring.png --after 5
    ls -l /root/ring.png
    funnelkvs stop-nodes
    cd /usr/share
    ls man/man1/funnelkvs.1.gz man/man1/funnelkvs-put.1.gz bash-completion/completions/funnelkvs'

step="purging them"
run empty 'apt-get -q -y purge funnelkvs funnelkvs-monitor >/dev/null
    ! ls /usr/bin/funnelkvs* /lib/systemd/system/funnelkvs* 2>/dev/null'
