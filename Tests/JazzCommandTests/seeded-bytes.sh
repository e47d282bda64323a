# Prints one line "NAME SHA256" for every piece, text and model below. Needs jazz and textgen on the PATH and an empty directory to work in.
# What it prints stands in seeded-bytes.txt: the same seed and options give the same bytes, today as before.
set -eu
export LC_ALL=C

sum() { sha256sum | cut -c 1-16; }

# piece NAME OPTIONS…
piece() { played "$@" --manner average; }

# The same in a manner that is drawn with the seed, or asked for.
played() {
    name=$1
    shift
    jazz generate -q "$@" piece.mid
    printf '%s %s\n' "$name" "$(sum <piece.mid)"
}

# The weights of a model, without the header, which holds a date.
weights() {
    length=$(od -An -tu8 -N8 "$2" | tr -d ' ')
    printf '%s %s\n' "$1" "$(tail -c "+$((length + 9))" "$2" | sum)"
}

charts='ballad blues bossa dominants jazz-blues minor-blues minor-song modal rhythm-changes turnarounds two-five-one waltz'
for chart in $charts; do
    for seed in 1 2 3 4; do piece "$chart-$seed" --chart "$chart" --bars 16 --seed "$seed"; done
done
for style in swing bebop ballad waltz bossa; do
    for seed in 11 12 13 14 15 16; do piece "$style-$seed" --style "$style" --seed "$seed"; done
done
seed=20
while [ "$seed" -lt 26 ]; do
    piece "invented-$seed" --changes invent --seed "$seed"
    piece "form-$seed" --changes invent --form aaba --key Eb --bars 32 --seed "$seed"
    seed=$((seed + 1))
done
piece typed --changes 'Dm7 | G7alt/B | Cmaj7#11 | A7b9' --transpose 3 --bars 10 --seed 1
piece ireal --changes 'irealbook://Tin Roof=Nobody=Bossa Nova=Ab=n=T44*A{C^7 |A-7 D-9 |F-6   |G7#5 }' --choruses 2 --seed 1
piece three-four --chart blues --time 3/4 --transpose 2 --choruses 2 --seed 1
piece intro --chart jazz-blues --intro 4 --final-bar --bars 9 --seed 3
piece best --chart modal --best-of 6 --bars 16 --seed 4
piece instruments --instrument lead=flute --instrument drums=brush --without bass --seed 5
piece trio --only chords --only bass --only drums --bars 24 --seed 6
piece shaped --density 1.37 --arc build --motif 0.9 --temp 0.77 --top-k 5 --rhythm-temp 0.9 --max-copy 0 --bars 20 --seed 7
piece safe --temp 0.5 --top-p 0.8 --arc none --motif 0 --bars 64 --seed 8
piece long --chart rhythm-changes --choruses 4 --tempo 233.7 --seed 9
for style in even shuffle samba latin afro funk new-orleans; do
    piece "$style-31" --chart minor-song --style "$style" --bars 16 --seed 31
done
piece seven-eight --chart blues --time '7/8 (3+2+2)' --bars 12 --seed 32
piece twelve-eight --chart blues --time 12/8 --style afro --bars 12 --seed 33
for seed in 41 42 43; do played "drawn-$seed" --chart jazz-blues --bars 16 --seed "$seed"; done
for manner in 7 bebop leaps=1.5,space=-1; do played "manner-$manner" --chart modal --manner "$manner" --bars 16 --seed 44; done
piece changing --changes 'Dm7 | 2/4 G7 | 7/8 Cmaj7 A7 | 5/4 (2+3) Dm7 G7' --bars 16 --seed 34

for chart in $charts; do jazz charts "$chart"; done >charts.txt
for chart in $charts; do jazz changes --form aaba --seed 3; done >>charts.txt
textgen -q --corpus charts.txt --steps 120 --hidden 32 --layers 2 --hold-out last --seed 1 -n 0 --save-model text.safetensors
weights text-model text.safetensors
seed=1
for options in '' '--temp 0.5' '--temp 1.3' '--top-k 3' '--top-p 0.7' '--temp 0' '--temp 0.8 --top-k 20 --top-p 0.9' \
    '--count 3' '--weights bf16' '--weights int8'; do
    for prompt in '' 'key: '; do
        # shellcheck disable=SC2086
        printf 'text-%s %s\n' "$seed" \
            "$(textgen -q --model text.safetensors $options --prompt "$prompt" -n 300 --seed "$seed" | sum)"
        seed=$((seed + 1))
    done
done

mkdir solos
for seed in 1 2 3 4 5 6; do jazz generate -q --bars 24 --seed "$seed" --manner average "solos/player${seed}_solo.mid"; done
jazz train -q solos -o lead.safetensors --from scratch --hidden 24 --epochs 4 --seed 1 >/dev/null
weights lead-model lead.safetensors
jazz train -q solos -o tuned.safetensors --epochs 1 --seed 1 >/dev/null
weights tuned-lead-model tuned.safetensors
jazz train-bass -q solos -o bass.safetensors --hidden 16 --epochs 8 --seed 1 >/dev/null
weights bass-model bass.safetensors
jazz train-critic -q solos -o critic.safetensors --hidden 8 --epochs 2 --seed 1 >/dev/null
weights critic-model critic.safetensors
piece own-models --model lead.safetensors --bass-model bass.safetensors --bars 16 --seed 1
number=1
while [ "$number" -le 30 ]; do
    # Thirty tunes of four kinds, each in a form and with chords of its own.
    case $((number % 4)) in
    0) a='["Cmaj7", 4], ["Am7", 4], ["Dm7", 4], ["G7", 4]' b='["Fmaj7", 4], ["Fm6", 4], ["Em7", 2], ["A7", 2], ["Dm7", 2], ["G7", 2]' ;;
    1) a='["Dm7", 2], ["G7", 2], ["Cmaj7", 4], ["Em7b5", 2], ["A7", 2], ["Dm7", 4]' b='["Gm7", 2], ["C7", 2], ["Fmaj7", 4], ["Fm7", 2], ["Bb7", 2], ["G7", 4]' ;;
    2) a='["C7", 4], ["F7", 4], ["C7", 4], ["C7", 4], ["F7", 4], ["F7", 4], ["C7", 4], ["A7", 4]' b='["Dm7", 4], ["G7", 4], ["C7", 2], ["A7", 2], ["Dm7", 2], ["G7", 2]' ;;
    3) a='["Cm7", 4], ["Cm7", 4], ["Fm7", 4], ["Cm7", 4]' b='["Abmaj7", 4], ["G7", 4], ["Cm7", 4], ["G7", 4]' ;;
    esac
    printf '{"title": "Tune %s", "key": "C-maj", "time": "4/4", "sections": [["A", [%s]], ["B", [%s]], ["A", [%s]]]}\n' \
        "$number" "$a" "$b" "$a"
    number=$((number + 1))
done >tunes.jsonl
jazz train-changes -q tunes.jsonl -o changes.safetensors --hidden 16 --epochs 4 --seed 1 >/dev/null
weights changes-model changes.safetensors
for seed in 1 2 3; do printf 'own-changes-%s %s\n' "$seed" "$(jazz changes --model changes.safetensors --seed "$seed" | sum)"; done
