#!/bin/sh
# How often jazz harmonize finds the real chords of solos, beside the rule that names what sounds, and how well they are foretold.
# Usage: bench/harmonize.sh JAZZ FOLDER
#   JAZZ    the built command
#   FOLDER  MIDI files of a melody with its chords as markers, whose names begin with the player and an underscore
# Every player is left out once; the table is counted on the others. Takes some minutes.
set -eu
[ $# -eq 2 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 64; }
exec "$1" train-harmony --measure --quiet "$2"
