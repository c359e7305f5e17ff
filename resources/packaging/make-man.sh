#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Usage: sh make-man.sh HELP2MAN PROGRAM FOLDER
#
# Writes funnelkvs.1.gz and a page for each of its commands, funnelkvs-put.1.gz and so on, from what --help says; or
# the one page of funnelkvs-monitor.

set -eu
help2man=$1
program=$2
folder=$3
mkdir -p "$folder"

page() { # NAME SUMMARY COMMAND_LINE
    "$help2man" --no-info --section=1 --name="$2" --version-string="$("$program" --version)" \
        --manual="FunnelKVS" --source="FunnelKVS" "$3" \
        | sed "s/^funnelkvs \\\\-/$1 \\\\-/" | gzip -9n >"$folder/$1.1.gz"
}

if [ "$(basename "$program")" = funnelkvs-monitor ]; then
    # Where packages are built there is no screen.
    export QT_QPA_PLATFORM=offscreen
    page funnelkvs-monitor "watch and drive a FunnelKVS ring, and learn how Chord works" "$program"
    exit 0
fi

# The first paragraph below the usage, on one line and without its full stop.
summary_of() {
    "$program" $1 --help | sed -n '3,/^$/p' | tr '\n' ' ' | sed 's/\. *$//'
}

# In the list of commands, a name of one or two words stands before two spaces.
"$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p' | while read -r command; do
    page "funnelkvs-$(echo "$command" | tr ' ' '-')" "$(summary_of "$command")" "$program $command"
done
page funnelkvs "distributed key-value store on a Chord ring" "$program"
