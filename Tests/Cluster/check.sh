#!/bin/sh
# Kills ranks of ./woodshed cluster while they learn, and goes on with other numbers of them: the model must be that of an undisturbed
# run, byte for byte. Needs Open MPI and a folder of MIDI solos; takes some minutes.
#
#     Tests/Cluster/check.sh FOLDER [train|train-bass …]
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
[ $# -gt 0 ] || { sed -n '2,6s/^# *//p' "$0" >&2; exit 64; }
folder=$1
shift
[ $# -gt 0 ] || set -- train train-bass
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
say() { printf '%s\n' "$*"; }
expect() { # what, found, expected
    if [ "$2" = "$3" ]; then say "  ok    $1"; else say "  FAIL  $1: $2, not $3"; failures=$((failures + 1)); fi
}

jazz=$root/.build-cluster/release/jazz
options="--hidden 64 --layers 2 --epochs ${EPOCHS:-40} --seed 1 --shards 4 --threads 1"
for what in "$@"; do
    say "jazz $what"
    scratch=
    [ "$what" != train ] || scratch="--from scratch"
    # shellcheck disable=SC2086
    "$root/woodshed" cluster -n 2 jazz "$what" "$folder" -q -o "$work/whole.safetensors" $scratch $options
    model=$work/model.safetensors
    # shellcheck disable=SC2086
    "$root/woodshed" cluster -n 2 jazz "$what" "$folder" -q -o "$model" $scratch $options --checkpoint-every 1s \
        >"$work/out" 2>"$work/err" &
    run=$!
    tries=0
    while [ ! -s "$model.checkpoint" ] && [ $tries -lt 600 ]; do sleep 0.1; tries=$((tries + 1)); done
    # One of the two dies in the midst of its work.
    victim=$(pgrep -f "^$jazz $what .*$model" | tail -n 1)
    kill -KILL "$victim"
    status=0
    wait $run || status=$?
    expect "a rank that is killed ends the run with a status of its own" "$([ $status -gt 128 ] || [ $status -eq 70 ] && echo yes)" yes
    expect 'and one line' "$(grep -c . "$work/err")" 1
    sed 's/^/        /' "$work/err"
    expect 'no model is written' "$([ -e "$model" ] || echo none)" none
    [ -s "$model.checkpoint" ] || { say "  FAIL  there is no checkpoint"; failures=$((failures + 1)); continue; }
    cp "$model.checkpoint" "$work/checkpoint"
    for ranks in 1 2 3 4; do
        cp "$work/checkpoint" "$model.checkpoint"
        rm -f "$model"
        if [ $ranks -eq 1 ]; then
            # shellcheck disable=SC2086
            "$jazz" "$what" "$folder" -q -o "$model" $scratch $options --resume
        else
            # shellcheck disable=SC2086
            "$root/woodshed" cluster -n $ranks jazz "$what" "$folder" -q -o "$model" $scratch $options --resume
        fi
        expect "$ranks go on: the bytes of the undisturbed run" "$(cmp -s "$model" "$work/whole.safetensors" && echo same)" same
        expect '  and the checkpoint is gone' "$([ -e "$model.checkpoint" ] || echo gone)" gone
    done
    rm -f "$model" "$model.checkpoint"
done
[ $failures -eq 0 ] && say 'all of it holds' || { say "$failures do not hold"; exit 1; }
