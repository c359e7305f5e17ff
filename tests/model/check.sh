#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# sh tests/model/check.sh [BUILD_DIR]
#
# Checks every model: the correct one must pass, with the whole state space searched; each mutant and each witness must
# violate an assertion. One line for each; fails if one of them is not as it should be. BUILD_DIR (created if it is not
# there; else a temporary folder) gets a folder per run, with spin's verifier and, for mutants, the trail. Two run at a
# time.

set -u
models=$(cd "$(dirname "$0")" && pwd) || exit 1

# Model, largest depth, -D parameters. A name beginning with MUTANT_ or WITNESS says that the run must fail. REVERSE and
# T_REVERSE are for the verifier: another order of the search, which meets this error sooner.
table() {
    cat <<'END'
lease     10000 -DWRITES=1
split     10000 -DWRITES=1
change    10000 -DWRITES=1
change    10000 -DSTART=3 -DNODES=3 -DBALLOTS=3 -DCHANGES=2 -DWRITES=1
merge     10000 -DBALLOTS=3
merge     100000 -DBALLOTS=4 -DWRITES=1
merge     20000 -DLEASES -DWRITES=1 -DBALLOTS=3
election  10000
election  10000 -DROUNDS
election  10000 -DVOTERS=5
split     10000 -DWRITES=1 -DCHILD_CHANGES=2
recovery  10000 -DCHANGES=3 -DNODES=5 -DSTALE -DSLEEPS -DWRITES=0
recovery  10000 -DCHANGES=2 -DNODES=3
recovery  10000 -DCHANGES=2 -DNODES=3 -DRECOVERIES=2 -DWRITES=0 -DPROOF_FIRST
recovery  10000 -DCHANGES=5 -DSLEEPS -DWRITES=0 -DPROOF_FIRST
recovery  10000 -DCHANGES=3 -DSLEEPS
recovery  10000 -DCHANGES=3 -DSLEEPS -DSTART=15 -DWRITES=0
recovery  10000 -DCHANGES=2 -DNODES=3 -DBINDING
recovery  10000 -DCHANGES=4 -DNODES=5 -DSTALE -DSLEEPS -DWRITES=0 -DBINDING
election  10000 -DMUTANT_NO_REACCEPT
election  10000 -DMUTANT_READ_ALONE
election  10000 -DMUTANT_MAJORITY_OF_PROMISES -DVOTERS=5
election  10000 -DMUTANT_ABANDON -DVOTERS=5
election  10000 -DWITNESS
lease     10000 -DMUTANT_PREPARE_UNDER_LEASE
lease     10000 -DMUTANT_FAST_VOTER_CLOCK
lease     10000 -DMUTANT_RELEASE_WITHOUT_NAME -DBALLOTS=2
lease     10000 -DT_REVERSE -DMUTANT_GRANT_WITHOUT_PROMISE
lease     10000 -DWITNESS
change    10000 -DMUTANT_SWAP -DCHANGES=1 -DWRITES=1
change    10000 -DMUTANT_STALE_ACK -DNODES=3 -DWRITES=1
change    10000 -DMUTANT_TWO_AT_ONCE -DNODES=3 -DWRITES=1
change    10000 -DMUTANT_CHANGE_WITHOUT_RECORDS -DWRITES=1
change    10000 -DMUTANT_AMNESIA -DWRITES=1
change    10000 -DMUTANT_LEARNER_WITHOUT_CONFIG -DWRITES=1
change    10000 -DMUTANT_CONFIG_BY_VERSION -DSTART=3 -DNODES=3 -DBALLOTS=3 -DCHANGES=2 -DWRITES=1
change    10000 -DMUTANT_CHANGE_BEFORE_COMMIT -DSTART=3 -DNODES=3 -DBALLOTS=3 -DCHANGES=2 -DWRITES=1
change    10000 -DREVERSE -DT_REVERSE -DWITNESS
split     10000 -DMUTANT_CHILD_PROMISES_LESS -DWRITES=1
split     10000 -DMUTANT_EFFECT_WHEN_ACCEPTED -DWRITES=1
split     10000 -DREVERSE -DT_REVERSE -DMUTANT_OTHER_LEADER_CONTINUES -DWRITES=2
split     10000 -DREVERSE -DMUTANT_CHILD_BALLOT -DCHILD_CHANGES=2 -DWRITES=1
split     10000 -DWITNESS -DWRITES=1
merge     10000 -DMUTANT_RECORDS_WITH_PROMISE -DBALLOTS=3
merge     10000 -DMUTANT_UPPER_BALLOT_LOWER -DBALLOTS=3
merge     10000 -DMUTANT_NO_LOCK -DBALLOTS=3
merge     10000 -DMUTANT_SET_ASIDE_FREELY -DBALLOTS=3
merge     10000 -DMUTANT_WRITE_AFTER_SEAL -DBALLOTS=3
merge     20000 -DREVERSE -DT_REVERSE -DMUTANT_SEALED_READ_WITHOUT_UPPER_LEASE -DLEASES -DWRITES=1 -DBALLOTS=3
merge     10000 -DMUTANT_DONE_WITHOUT_PROOF -DBALLOTS=4 -DWRITES=1
merge     10000 -DMUTANT_FREED_BY_CANDIDATE -DBALLOTS=3
merge     10000 -DWITNESS -DBALLOTS=3
merge     10000 -DWITNESS_SET_ASIDE -DBALLOTS=4 -DWRITES=1
merge     10000 -DWITNESS_DONE -DBALLOTS=4 -DWRITES=1
merge     10000 -DWITNESS_FREED -DBALLOTS=3
recovery  10000 -DMUTANT_WITHOUT_ASKING -DCHANGES=3 -DNODES=3 -DSLEEPS
recovery  10000 -DMUTANT_ASKED_ONCE -DCHANGES=2 -DSTALE -DSLEEPS -DWRITES=0
recovery  10000 -DMUTANT_LOST_BETWEEN -DCHANGES=4 -DNODES=5 -DSTALE -DSLEEPS -DWRITES=0
recovery  10000 -DMUTANT_WITHOUT_PROOF -DCHANGES=2 -DNODES=3 -DSLEEPS
recovery  10000 -DMUTANT_PROOF_LATER -DCHANGES=3 -DNODES=3 -DSLEEPS -DWRITES=0
recovery  10000 -DMUTANT_WITHOUT_PROMISE -DCHANGES=3 -DSTART=15 -DSLEEPS -DWRITES=0
recovery  10000 -DMUTANT_VOTERS_ONLY -DCHANGES=2 -DNODES=3
recovery  10000 -DMUTANT_ORDER_BY_PROMISE -DMUTANT_VOTERS_ONLY -DCHANGES=2 -DNODES=3 -DSTALE -DSLEEPS -DWRITES=0
recovery  10000 -DMUTANT_HALF_IS_CERTAIN -DCHANGES=2 -DNODES=3
recovery  10000 -DWITNESS -DCHANGES=2 -DNODES=3
END
}

# check MODEL DEPTH PARAMETERS...
check() {
    model=$1
    depth=$2
    shift 2
    must_fail=
    others=
    order=
    for parameter; do
        case $parameter in
            -DMUTANT_* | -DWITNESS*) must_fail="$must_fail${must_fail:+ and }${parameter#-D}" ;;
            -DREVERSE | -DT_REVERSE) order="$order $parameter" ;;
            *) others="$others $parameter" ;;
        esac
    done
    name=$model$others
    folder=$(echo "$model $*" | tr -d ' ')
    folder=$build/$folder
    rm -rf "$folder"
    mkdir -p "$folder" && cp "$models/$model.pml" "$models/common.pml" "$folder" && cd "$folder" || return 1
    # With -O2 the compiler takes longer than the verifier gains.
    optimize=-O1
    [ -n "$must_fail" ] && optimize=-O0
    if ! { spin -a "$@" "$model.pml" && gcc $optimize -w -DSAFETY $order -o pan pan.c; } > build.log 2>&1; then
        cat build.log
        echo "NOT OK $name: cannot be compiled"
        return 1
    fi
    ./pan "-m$depth" > pan.log 2>&1
    rm -f pan pan.? pan_* # the log and the trail stay
    if [ -n "$must_fail" ]; then
        if grep -q 'assertion violated' pan.log; then
            echo "ok $name fails as it must with $must_fail"
            return 0
        fi
        echo "NOT OK $name has no error with $must_fail"
    elif grep -q 'errors: 0$' pan.log && ! grep -qi 'not completed\|too small\|out of memory\|truncated' pan.log; then
        echo "ok $name"
        return 0
    else
        echo "NOT OK $name has an error, or was not searched to the end"
    fi
    echo "  spin $*, see $folder; pan said:"
    grep -i 'assertion violated\|error\|warning\|memory' pan.log
    return 1
}

if [ "${1-}" = --one ]; then
    build=$2
    shift 2
    check "$@"
    exit
fi

for tool in spin gcc; do
    if ! command -v "$tool" > /dev/null; then
        echo "$tool is not installed; it is in the Debian package $tool" >&2
        exit 1
    fi
done
if [ $# -gt 0 ]; then
    mkdir -p "$1" && build=$(cd "$1" && pwd) || exit 1
else
    build=$(mktemp -d) || exit 1
    trap 'rm -rf "$build"' EXIT
    trap 'exit 1' HUP INT TERM
fi
if ! table | xargs -P 2 -L 1 sh "$models/check.sh" --one "$build"; then
    echo "the models are not as they should be"
    trap - EXIT # the logs are named above
    exit 1
fi
