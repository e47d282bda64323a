#!/bin/sh
# What textgen is measured by that is cheap: words that exist, the cost of controls, names that end. CPU time, not the clock's.
# Usage: bench/text-goals.sh TEXTGEN TEXT NAMES [WORD-MODEL]
#   TEXTGEN     the built command
#   TEXT        a text of a megabyte or so, such as tiny Shakespeare
#   NAMES       a name a line
#   WORD-MODEL  a model of TEXT as words (textgen train TEXT --tokenizer words -o FILE); left out, only the rest is measured
set -eu
[ $# -ge 3 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 64; }
textgen=$1 text=$2 names=$3 model=${4:-}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export XDG_CACHE_HOME="$place/cache" LC_ALL=C

seconds() { # command … → the least user time of three runs
    for run in 1 2 3; do
        ( "$@" >/dev/null 2>&1; times ) | awk 'NR == 2 { split($1, t, /[ms]/); print t[1] * 60 + t[2] }'
    done | sort -n | head -n 1
}
tokens() { # file → the words and the signs between them, but for single spaces
    tr '\n' '~' <"$1" | awk '{ n = gsub(/[A-Za-z0-9]+(\047[A-Za-z0-9]+)*/, "w"); gsub(/w w/, "ww"); gsub(/w w/, "ww")
        print n + gsub(/[^w]+/, "") }'
}
words() { tr -cs 'A-Za-z' '\n' <"$1" | tr 'A-Z' 'a-z' | awk 'length >= 5'; }

if [ -n "$model" ]; then
    "$textgen" -q -m "$model" -n 60000 --temp 0.8 --seed 1 -o "$place/written"
    words "$text" | sort -u >"$place/known"
    words "$place/written" | awk 'NR == FNR { known[$0]; next } { n++; if ($0 in known) k++ }
        END { printf "words of five letters or more that are in the text: %.4f of %d\n", k / n, n }' "$place/known" -
    # Other controls make other texts, of other words: what counts is the time a token.
    plain=$(seconds "$textgen" -q -m "$model" -n 40000 --temp 0.8 --seed 1 -o "$place/plain")
    all=$(seconds "$textgen" -q -m "$model" -n 40000 --temp 0.8 --seed 1 --top-k 400 --top-p 0.95 --min-p 0.01 \
        --typical 0.95 --top-n-sigma 3 --repeat-penalty 1.05 --frequency-penalty 0.01 --presence-penalty 0.01 \
        --dry-multiplier 0.5 --xtc-probability 0.1 --dynatemp-range 0.2 -o "$place/all")
    echo "$all $(tokens "$place/all") $plain $(tokens "$place/plain")" | awk '{
        printf "a token with all controls: %.0f microseconds, with temperature alone: %.0f\n", $1 / $2 * 1e6, $3 / $4 * 1e6 }'
fi
plain=$(seconds "$textgen" -q -n 60000 --temp 0.2 --seed 1)
guarded=$(seconds "$textgen" -q -n 60000 --temp 0.2 --seed 1 --max-copy 40 --against "$text")
echo "--max-copy 40: $guarded s, without: $plain s"
"$textgen" -q --corpus "$names" --lines --budget 25s --count 1000 --until-eos --new-only -n 20 --seed 1 -o "$place/names"
awk 'NR == FNR { known[$0]; next } { n++; if ($0 == "") e++; if ($0 in known) k++; if (length > l) l = length }
    END { printf "names: %d, %d empty, %d in the file, the longest %d letters\n", n, e, k, l }' "$names" "$place/names"
