extension DrumTable {
    /// The table that the band plays from, made by `jazz train-drums --swift`; see Documentation/Drums.md.
    package static let shipped: DrumTable = (try? DrumTable(text: shippedText)) ?? DrumTable()

    package static let shippedText = """
        woodshed-drums 1
        swing-ratio 101 2354
        swing-ratio 123 2516
        swing-ratio 180 2057
        swing-ratio 206 1960
        swing-ratio 290 1412
        swing time-follows 0 45 38 0 0 2 3 0 0
        swing time-follows 1 12 40 0 1 1 2 0 0
        swing time-follows 2 0 0 0 0 0 5 0 0
        swing time-follows 4 2 3 0 0 0 1 0 0
        swing time-follows 5 10 154 1 0 0 12 0 0
        swing time-follows 7 0 0 0 0 0 1 0 0
        swing time-follows 8 23 14 0 0 1 30 0 1
        swing time-follows 9 4 54 0 0 0 177 0 0
        swing time-follows 10 0 0 1 0 0 0 0 0
        swing time-follows 11 1 0 0 0 0 0 0 0
        swing time-follows 12 1 0 1 0 0 0 0 1
        swing time-follows 13 0 6 6 0 0 2 9 1
        swing time-follows 16 26 2 0 0 0 1 0 0
        swing time-follows 17 5 61 0 0 1 7 0 0
        swing time-follows 18 1 0 0 0 0 6 1 0
        swing time-follows 20 1 0 0 0 0 0 0 0
        swing time-follows 21 6 197 0 0 2 3 0 1
        swing time-follows 22 0 0 1 0 0 0 8 0
        swing time-follows 23 0 1 0 0 0 1 0 1
        swing time-follows 24 21 7 0 0 1 10 0 0
        swing time-follows 25 17 47 0 0 7 190 0 0
        swing time-follows 26 0 0 0 0 0 1 0 0
        swing time-follows 28 0 1 0 0 0 2 0 0
        swing time-follows 29 2 6 6 0 1 2 0 1
        swing time-follows 30 0 0 0 0 0 8 0 1
        swing time-follows 31 0 1 0 0 0 1 0 0
        swing time-habit 0 408
        swing time-velocity 0 40 58 67 80 101
        swing time-velocity 1 38 49 72 89 101
        swing time-velocity 2 30 60 82 90 100
        swing time-velocity 3 56 73 82 90 102
        swing time-velocity 4 35 44 65 85 89
        swing time-velocity 5 30 57 70 79 94
        swing time-velocity 6 47 60 68 78 90
        swing time-velocity 7 55 63 88 101 101
        swing time-velocity 8 24 45 67 90 95
        swing time-velocity 9 58 74 83 90 105
        swing time-velocity 10 38 49 72 89 101
        swing time-velocity 11 36 51 63 74 92
        swing time-timing 0 118 184
        swing time-timing 1 91 185
        swing time-timing 2 35 192
        swing pedal-follows 0 111 10 0 0 5 1 0 0
        swing pedal-follows 1 141 30 2 0 4 2 0 0
        swing pedal-follows 3 1 0 0 2 0 1 0 0
        swing pedal-follows 4 1 2 0 1 4 1 0 0
        swing pedal-follows 5 2 2 0 0 2 8 0 0
        swing pedal-follows 8 42 201 0 1 3 9 0 0
        swing pedal-follows 9 4 35 0 3 2 0 0 0
        swing pedal-follows 10 1 0 0 0 0 1 0 0
        swing pedal-follows 11 0 0 0 2 0 1 0 0
        swing pedal-follows 12 6 0 0 0 8 1 0 0
        swing pedal-follows 13 1 0 0 2 3 7 0 0
        swing pedal-follows 16 48 3 0 0 3 0 0 0
        swing pedal-follows 17 169 49 0 0 15 3 0 0
        swing pedal-follows 19 2 3 0 1 0 2 0 0
        swing pedal-follows 20 0 0 0 0 13 3 0 0
        swing pedal-follows 21 2 0 2 2 7 6 0 0
        swing pedal-follows 24 58 160 0 1 1 1 0 0
        swing pedal-follows 25 4 48 0 0 0 3 0 0
        swing pedal-follows 26 0 0 0 0 0 2 0 0
        swing pedal-follows 27 0 0 0 3 0 0 0 0
        swing pedal-follows 28 31 0 0 0 6 1 0 0
        swing pedal-follows 29 0 3 0 1 3 7 0 0
        swing pedal-habit 0 470
        swing pedal-velocity 0 12 18 23 30 50
        swing pedal-velocity 1 18 71 83 89 107
        swing pedal-velocity 2 62 72 84 88 97
        swing pedal-velocity 3 42 62 69 82 105
        swing pedal-velocity 4 18 71 83 89 107
        swing pedal-velocity 5 6 69 78 85 102
        swing pedal-velocity 6 11 17 25 33 43
        swing pedal-velocity 7 18 71 83 89 107
        swing pedal-velocity 8 44 65 75 85 102
        swing pedal-velocity 9 28 62 70 82 107
        swing pedal-velocity 10 18 71 83 89 107
        swing pedal-velocity 11 15 63 79 88 93
        swing pedal-timing 0 -78 220
        swing pedal-timing 1 -79 220
        swing pedal-timing 2 -179 220
        swing snare-follows 0 119 7 2 0 24 3 8 0
        swing snare-follows 1 30 4 2 0 8 0 1 0
        swing snare-follows 2 4 0 5 0 5 0 2 0
        swing snare-follows 3 1 0 0 1 3 0 2 0
        swing snare-follows 4 24 7 4 0 12 1 4 1
        swing snare-follows 5 24 3 3 0 8 0 0 0
        swing snare-follows 6 3 1 2 0 0 0 2 0
        swing snare-follows 7 0 0 1 0 2 0 0 0
        swing snare-follows 8 93 53 5 0 43 10 1 0
        swing snare-follows 9 8 3 1 0 6 4 0 0
        swing snare-follows 10 4 2 8 1 1 2 1 0
        swing snare-follows 11 0 0 1 0 0 0 0 0
        swing snare-follows 12 14 9 7 0 20 8 3 1
        swing snare-follows 13 1 0 0 0 2 1 0 0
        swing snare-follows 14 2 0 8 0 1 0 8 0
        swing snare-follows 15 0 0 0 0 1 0 0 0
        swing snare-follows 16 78 5 9 0 27 1 1 1
        swing snare-follows 17 42 9 2 2 7 1 3 1
        swing snare-follows 18 2 1 20 2 2 1 2 0
        swing snare-follows 19 0 0 1 0 0 0 0 0
        swing snare-follows 20 39 5 9 0 10 3 8 0
        swing snare-follows 21 12 0 2 0 5 2 4 0
        swing snare-follows 22 1 0 6 0 3 0 3 0
        swing snare-follows 23 0 0 0 0 0 0 0 1
        swing snare-follows 24 94 25 1 0 34 17 1 2
        swing snare-follows 25 3 6 0 1 5 5 0 0
        swing snare-follows 26 11 15 9 4 5 5 0 0
        swing snare-follows 27 0 2 0 2 0 0 0 0
        swing snare-follows 28 17 9 2 0 13 11 2 0
        swing snare-follows 29 1 0 0 1 5 1 0 0
        swing snare-follows 30 2 1 4 1 3 3 6 1
        swing snare-follows 31 1 1 0 0 0 1 0 0
        swing snare-given 0 105 22 4 2 31 7 3 3
        swing snare-given 1 306 61 70 6 126 17 42 4
        swing snare-given 2 4 11 0 0 0 1 0 0
        swing snare-given 3 1 0 0 0 0 0 0 0
        swing snare-given 4 6 6 4 0 0 0 0 0
        swing snare-given 5 188 65 36 7 98 53 17 1
        swing snare-given 6 18 0 0 0 0 0 0 0
        swing snare-given 7 2 3 0 0 0 2 0 0
        swing snare-habit 0 267
        swing snare-velocity 0 1 10 28 70 92
        swing snare-velocity 1 18 24 31 35 47
        swing snare-velocity 2 8 19 31 45 82
        swing snare-velocity 3 8 32 51 68 74
        swing snare-velocity 4 18 23 28 33 44
        swing snare-velocity 5 17 32 43 66 90
        swing snare-velocity 6 1 1 26 43 51
        swing snare-velocity 7 17 25 32 37 61
        swing snare-velocity 8 9 28 40 67 73
        swing snare-velocity 9 12 40 59 68 99
        swing snare-velocity 10 19 26 32 44 69
        swing snare-velocity 11 1 25 39 68 89
        swing snare-timing 0 -20 220
        swing snare-timing 1 80 217
        swing snare-timing 2 0 220
        swing kick-follows 0 170 70 0 0 9 11 0 0
        swing kick-follows 1 8 14 0 0 0 0 0 0
        swing kick-follows 2 0 1 0 0 0 0 0 0
        swing kick-follows 4 16 17 1 0 8 6 0 0
        swing kick-follows 5 1 0 0 0 0 0 0 0
        swing kick-follows 6 0 0 0 0 1 0 0 0
        swing kick-follows 8 177 3 0 0 14 1 0 0
        swing kick-follows 9 59 23 0 0 20 0 0 0
        swing kick-follows 10 0 0 0 0 1 0 0 0
        swing kick-follows 12 7 3 0 0 8 0 0 0
        swing kick-follows 13 6 0 0 0 10 1 0 0
        swing kick-follows 16 225 7 0 0 10 7 0 0
        swing kick-follows 17 5 21 1 0 0 2 0 0
        swing kick-follows 20 14 0 1 0 30 8 0 0
        swing kick-follows 21 1 0 0 0 1 0 0 0
        swing kick-follows 24 200 8 1 0 34 1 1 0
        swing kick-follows 25 5 20 0 0 3 0 0 0
        swing kick-follows 26 0 0 0 0 1 1 0 0
        swing kick-follows 28 23 12 1 0 4 1 0 0
        swing kick-follows 29 9 0 0 0 8 0 0 0
        swing kick-given 0 446 107 2 0 39 36 0 0
        swing kick-given 1 102 23 1 0 40 2 0 0
        swing kick-given 2 54 5 0 0 54 1 0 0
        swing kick-given 3 4 0 1 0 10 0 0 0
        swing kick-given 4 202 48 0 0 4 0 1 0
        swing kick-given 5 69 9 1 0 1 0 0 0
        swing kick-given 6 42 7 0 0 13 0 0 0
        swing kick-given 7 7 0 0 0 1 0 0 0
        swing kick-habit 0 470
        swing kick-velocity 0 27 39 47 56 80
        swing kick-velocity 1 21 34 44 55 80
        swing kick-velocity 2 20 26 35 45 80
        swing kick-velocity 3 35 40 43 59 80
        swing kick-velocity 4 21 34 44 55 80
        swing kick-velocity 5 9 41 45 50 80
        swing kick-velocity 6 23 29 37 42 80
        swing kick-velocity 7 21 34 44 55 80
        swing kick-velocity 8 22 28 38 47 73
        swing kick-velocity 9 37 44 54 64 80
        swing kick-velocity 10 21 34 44 55 80
        swing kick-velocity 11 8 30 45 54 80
        swing kick-timing 0 -17 173
        swing kick-timing 1 -49 211
        swing kick-timing 2 -118 220
        swing toms-follows 0 300 1 4 0 7 0 0 0
        swing toms-follows 1 9 0 0 0 0 0 0 0
        swing toms-follows 2 2 0 0 0 0 0 0 0
        swing toms-follows 4 6 0 0 0 0 0 0 0
        swing toms-follows 5 4 0 0 0 0 0 0 0
        swing toms-follows 8 315 2 0 0 4 0 0 0
        swing toms-follows 9 1 0 0 0 0 0 0 0
        swing toms-follows 10 3 1 0 0 0 0 0 0
        swing toms-follows 12 6 0 1 0 0 0 0 0
        swing toms-follows 16 301 1 5 0 17 0 1 0
        swing toms-follows 17 3 0 0 0 0 0 0 0
        swing toms-follows 18 1 0 0 0 0 0 0 0
        swing toms-follows 20 3 0 1 0 0 0 0 0
        swing toms-follows 24 287 7 2 0 6 6 0 0
        swing toms-follows 25 1 0 0 0 0 0 0 0
        swing toms-follows 26 6 0 0 0 0 0 0 0
        swing toms-follows 28 13 2 2 0 0 0 0 0
        swing toms-follows 30 1 0 0 0 0 0 0 0
        swing toms-given 0 578 5 15 0 25 6 1 0
        swing toms-given 1 157 5 0 0 6 0 0 0
        swing toms-given 2 111 2 0 0 1 0 0 0
        swing toms-given 3 15 0 0 0 0 0 0 0
        swing toms-given 4 251 2 0 0 2 0 0 0
        swing toms-given 5 80 0 0 0 0 0 0 0
        swing toms-given 6 62 0 0 0 0 0 0 0
        swing toms-given 7 8 0 0 0 0 0 0 0
        swing toms-habit 0 246
        swing toms-velocity 0 44 71 79 83 109
        swing toms-velocity 1 32 45 60 77 88
        swing toms-velocity 2 51 66 79 79 89
        swing toms-velocity 3 44 71 79 83 109
        swing toms-velocity 4 32 45 60 77 88
        swing toms-velocity 5 51 66 79 79 89
        swing toms-velocity 6 44 71 79 83 109
        swing toms-velocity 7 32 45 60 77 88
        swing toms-velocity 8 52 75 79 83 88
        swing toms-velocity 9 58 79 79 84 115
        swing toms-velocity 10 32 45 60 77 88
        swing toms-velocity 11 13 60 67 72 78
        swing toms-timing 0 28 220
        swing toms-timing 1 101 135
        swing toms-timing 2 -46 220
        swing fill-strokes 0 16 49 19 48 119 43
        swing fill-strokes 1 4 36 7 6 46 0
        swing fill-strokes 2 25 2 12 19 16 0
        swing fill-strokes 3 3 7 2 28 4 0
        swing fill-strokes 4 2 1 2 0 35 0
        swing fill-strokes 5 2 4 0 1 4 6
        swing fill-strokes 6 21 4 20 4 1 2
        swing fill-strokes 7 51 36 5 0 1 0
        swing fill-strokes 8 22 1 14 4 1 0
        swing fill-strokes 9 51 20 11 17 1 0
        swing fill-strokes 10 91 58 45 29 1 0
        swing fill-strokes 11 31 4 0 0 0 13
        swing fill-strokes 12 63 90 46 31 27 10
        swing fill-strokes 13 45 37 8 6 16 9
        swing fill-strokes 14 36 6 34 7 12 0
        swing fill-strokes 15 25 1 0 18 10 0
        swing fill-strokes 16 2 1 1 1 0 0
        swing fill-strokes 17 11 0 0 0 0 4
        swing fill-kick 0 423 93
        swing fill-kick 1 46 6
        swing fill-kick 2 290 2
        swing fill-kick 3 254 13
        swing fill-kick 4 309 66
        swing fill-kick 5 68 114
        swing fill-velocity 0 60 60 60 60 60
        swing fill-velocity 1 11 26 40 69 127
        swing fill-velocity 2 30 45 75 113 127
        swing fill-velocity 3 33 56 81 115 127
        swing fill-velocity 4 48 64 75 87 127
        swing fill-velocity 5 41 54 73 127 127
        fast time-follows 0 16 23 0 1 0 2 0 0
        fast time-follows 1 2 27 0 2 0 8 0 1
        fast time-follows 3 0 2 0 0 0 0 0 0
        fast time-follows 4 2 2 0 0 0 0 0 0
        fast time-follows 5 6 159 0 1 1 1 0 0
        fast time-follows 6 1 1 1 0 0 0 0 0
        fast time-follows 7 1 0 0 0 0 0 0 1
        fast time-follows 8 9 2 0 1 1 15 0 0
        fast time-follows 9 2 35 0 2 1 170 4 0
        fast time-follows 10 0 0 0 0 0 1 0 0
        fast time-follows 11 0 1 1 0 0 2 0 0
        fast time-follows 12 0 1 0 0 0 0 0 0
        fast time-follows 13 0 9 0 0 2 0 0 0
        fast time-follows 15 0 0 0 0 0 0 0 2
        fast time-follows 16 7 3 0 0 0 1 0 0
        fast time-follows 17 7 29 0 0 2 10 0 0
        fast time-follows 18 0 1 0 0 0 0 0 0
        fast time-follows 19 0 3 0 0 0 0 0 0
        fast time-follows 20 1 3 0 0 0 0 0 0
        fast time-follows 21 6 175 2 1 2 2 0 0
        fast time-follows 22 0 2 2 0 0 0 0 0
        fast time-follows 23 0 0 0 0 0 1 0 1
        fast time-follows 24 14 1 0 0 1 5 0 0
        fast time-follows 25 5 35 0 2 3 170 1 0
        fast time-follows 26 0 0 0 0 0 2 2 0
        fast time-follows 27 0 1 0 0 0 0 0 0
        fast time-follows 28 1 3 0 0 0 0 0 0
        fast time-follows 29 1 8 0 0 1 3 0 1
        fast time-follows 31 0 0 0 0 0 0 0 1
        fast time-habit 0 188
        fast time-velocity 0 36 54 64 74 106
        fast time-velocity 1 33 49 68 77 93
        fast time-velocity 2 39 53 57 71 84
        fast time-velocity 3 54 73 85 102 112
        fast time-velocity 4 33 49 68 77 93
        fast time-velocity 5 39 51 56 62 85
        fast time-velocity 6 45 57 64 72 101
        fast time-velocity 7 33 49 68 77 93
        fast time-velocity 8 44 53 64 70 116
        fast time-velocity 9 51 74 87 102 112
        fast time-velocity 10 33 49 68 77 93
        fast time-velocity 11 36 50 58 65 78
        fast time-timing 0 47 105
        fast time-timing 1 39 115
        fast time-timing 2 9 128
        fast pedal-follows 0 46 12 0 0 11 0 0 0
        fast pedal-follows 1 108 55 1 0 13 0 0 0
        fast pedal-follows 2 1 0 0 0 0 0 0 0
        fast pedal-follows 4 1 0 0 0 1 0 0 0
        fast pedal-follows 5 9 0 2 0 1 0 0 0
        fast pedal-follows 8 10 138 0 0 5 12 0 0
        fast pedal-follows 9 4 58 1 0 2 2 0 0
        fast pedal-follows 10 0 3 0 0 0 0 0 0
        fast pedal-follows 12 24 0 0 0 2 0 0 0
        fast pedal-follows 16 17 11 2 0 8 0 0 0
        fast pedal-follows 17 121 60 2 0 16 0 0 0
        fast pedal-follows 18 0 1 0 0 0 0 0 0
        fast pedal-follows 20 9 0 0 0 0 0 0 0
        fast pedal-follows 21 10 0 2 0 2 0 0 0
        fast pedal-follows 24 17 134 0 0 0 6 0 0
        fast pedal-follows 25 7 57 1 0 1 6 0 0
        fast pedal-follows 26 2 2 0 0 1 1 0 0
        fast pedal-follows 28 24 0 0 0 2 0 0 0
        fast pedal-habit 0 285
        fast pedal-velocity 0 13 19 31 41 60
        fast pedal-velocity 1 16 51 71 88 101
        fast pedal-velocity 2 61 66 69 76 90
        fast pedal-velocity 3 61 70 82 91 101
        fast pedal-velocity 4 16 51 71 88 101
        fast pedal-velocity 5 1 10 18 51 80
        fast pedal-velocity 6 13 18 26 41 81
        fast pedal-velocity 7 16 51 71 88 101
        fast pedal-velocity 8 59 63 65 77 89
        fast pedal-velocity 9 58 68 80 91 103
        fast pedal-velocity 10 16 51 71 88 101
        fast pedal-velocity 11 1 13 23 36 90
        fast pedal-timing 0 -89 122
        fast pedal-timing 1 -78 140
        fast pedal-timing 2 133 220
        fast snare-follows 0 95 25 6 0 43 5 5 1
        fast snare-follows 1 9 7 1 1 10 1 1 0
        fast snare-follows 2 3 0 1 0 3 0 1 0
        fast snare-follows 3 1 0 0 0 0 0 0 0
        fast snare-follows 4 13 10 0 0 4 2 1 0
        fast snare-follows 5 4 1 1 0 3 0 0 0
        fast snare-follows 6 0 0 0 0 1 0 0 0
        fast snare-follows 7 2 0 0 0 0 0 0 0
        fast snare-follows 8 108 6 2 4 6 1 0 0
        fast snare-follows 9 16 8 1 3 7 8 0 0
        fast snare-follows 10 5 1 1 0 0 1 1 0
        fast snare-follows 11 0 0 1 0 0 0 0 0
        fast snare-follows 12 33 18 3 0 10 0 0 0
        fast snare-follows 13 2 3 0 0 2 0 0 1
        fast snare-follows 14 4 0 3 0 1 0 0 0
        fast snare-follows 15 1 0 0 0 0 0 0 0
        fast snare-follows 16 88 9 5 0 55 5 6 1
        fast snare-follows 17 14 7 0 1 6 6 1 1
        fast snare-follows 18 3 2 3 0 1 1 1 0
        fast snare-follows 19 0 1 4 1 1 0 0 0
        fast snare-follows 20 10 3 3 1 7 0 2 0
        fast snare-follows 21 0 0 2 0 8 0 0 0
        fast snare-follows 22 0 0 1 0 0 0 0 0
        fast snare-follows 23 1 0 0 0 0 0 0 0
        fast snare-follows 24 101 3 1 1 9 1 0 0
        fast snare-follows 25 8 4 2 0 6 1 0 1
        fast snare-follows 26 3 7 2 0 2 3 1 0
        fast snare-follows 27 1 0 0 1 0 0 1 0
        fast snare-follows 28 46 17 2 1 7 5 0 0
        fast snare-follows 29 1 1 0 0 10 0 0 0
        fast snare-follows 30 7 0 2 0 0 0 0 1
        fast snare-follows 31 0 0 0 0 1 0 0 1
        fast snare-given 0 42 10 1 3 11 6 2 6
        fast snare-given 1 252 76 25 6 128 19 19 1
        fast snare-given 2 4 0 1 0 1 0 0 0
        fast snare-given 3 3 1 2 2 2 0 0 0
        fast snare-given 4 2 4 1 1 6 0 0 0
        fast snare-given 5 264 42 16 2 54 15 0 0
        fast snare-given 6 5 0 1 0 1 0 0 0
        fast snare-given 7 7 0 0 0 0 0 0 0
        fast snare-habit 0 90
        fast snare-velocity 0 19 33 42 66 79
        fast snare-velocity 1 8 15 20 27 45
        fast snare-velocity 2 3 10 30 48 74
        fast snare-velocity 3 15 33 39 48 70
        fast snare-velocity 4 10 17 33 37 39
        fast snare-velocity 5 2 22 34 47 66
        fast snare-velocity 6 29 33 39 57 72
        fast snare-velocity 7 11 18 26 36 48
        fast snare-velocity 8 2 13 27 48 68
        fast snare-velocity 9 8 26 37 49 67
        fast snare-velocity 10 10 19 29 54 72
        fast snare-velocity 11 3 19 33 45 70
        fast snare-timing 0 38 148
        fast snare-timing 1 90 161
        fast snare-timing 2 -50 162
        fast kick-follows 0 165 25 1 0 12 1 0 0
        fast kick-follows 1 11 2 0 0 3 0 0 0
        fast kick-follows 2 2 3 0 0 0 0 0 0
        fast kick-follows 4 23 4 2 0 3 0 0 0
        fast kick-follows 5 4 0 0 0 0 0 0 0
        fast kick-follows 8 170 14 3 0 17 1 0 0
        fast kick-follows 9 25 2 1 0 6 0 0 0
        fast kick-follows 10 3 0 0 0 0 0 0 0
        fast kick-follows 12 11 4 0 0 3 0 0 0
        fast kick-follows 13 1 0 0 0 0 0 0 0
        fast kick-follows 16 194 10 1 0 5 0 0 0
        fast kick-follows 17 14 1 0 0 4 1 0 0
        fast kick-follows 18 3 0 0 0 1 0 0 0
        fast kick-follows 20 15 0 0 0 11 0 0 0
        fast kick-follows 21 1 0 0 0 0 0 0 0
        fast kick-follows 24 178 15 3 0 27 4 0 0
        fast kick-follows 25 5 0 2 0 4 0 0 0
        fast kick-follows 26 0 0 0 0 1 0 0 0
        fast kick-follows 28 12 5 1 0 2 1 0 0
        fast kick-follows 29 0 0 0 0 1 0 0 0
        fast kick-given 0 483 52 3 0 36 5 0 0
        fast kick-given 1 82 2 9 0 40 0 0 0
        fast kick-given 2 18 7 1 0 18 3 0 0
        fast kick-given 3 11 0 0 0 3 0 0 0
        fast kick-given 4 182 19 1 0 1 0 0 0
        fast kick-given 5 38 0 0 0 2 0 0 0
        fast kick-given 6 16 5 0 0 0 0 0 0
        fast kick-given 7 7 0 0 0 0 0 0 0
        fast kick-habit 0 161
        fast kick-velocity 0 30 37 41 55 59
        fast kick-velocity 1 20 31 37 41 51
        fast kick-velocity 2 26 29 34 40 47
        fast kick-velocity 3 27 38 46 53 56
        fast kick-velocity 4 20 31 37 41 51
        fast kick-velocity 5 27 35 40 46 53
        fast kick-velocity 6 1 30 35 38 42
        fast kick-velocity 7 20 31 37 41 51
        fast kick-velocity 8 25 28 37 45 52
        fast kick-velocity 9 22 32 39 49 59
        fast kick-velocity 10 20 31 37 41 51
        fast kick-velocity 11 29 34 40 47 53
        fast kick-timing 0 -9 118
        fast kick-timing 1 168 139
        fast kick-timing 2 -66 154
        fast toms-follows 0 246 3 0 0 6 1 0 0
        fast toms-follows 1 1 0 0 0 0 0 0 0
        fast toms-follows 4 3 0 0 0 1 0 0 0
        fast toms-follows 8 246 1 0 0 2 1 0 0
        fast toms-follows 9 2 1 0 0 0 0 0 0
        fast toms-follows 12 6 1 0 0 0 0 0 0
        fast toms-follows 13 0 1 0 0 0 0 0 0
        fast toms-follows 16 242 3 3 0 6 0 0 0
        fast toms-follows 17 3 0 1 0 0 0 0 0
        fast toms-follows 20 1 1 0 0 0 0 0 0
        fast toms-follows 21 1 0 0 0 0 0 0 0
        fast toms-follows 24 243 0 0 0 4 0 0 0
        fast toms-follows 25 4 0 0 0 0 0 0 0
        fast toms-follows 26 2 1 0 0 1 0 0 0
        fast toms-follows 28 5 1 0 0 0 0 0 0
        fast toms-given 0 546 9 4 0 18 2 0 0
        fast toms-given 1 130 2 0 0 1 0 0 0
        fast toms-given 2 46 0 0 0 1 0 0 0
        fast toms-given 3 14 0 0 0 0 0 0 0
        fast toms-given 4 202 1 0 0 0 0 0 0
        fast toms-given 5 40 0 0 0 0 0 0 0
        fast toms-given 6 20 1 0 0 0 0 0 0
        fast toms-given 7 7 0 0 0 0 0 0 0
        fast toms-habit 0 42
        fast toms-velocity 0 34 42 74 85 96
        fast toms-velocity 1 29 41 55 86 101
        fast toms-velocity 2 30 46 53 87 102
        fast toms-velocity 3 34 42 74 85 96
        fast toms-velocity 4 29 41 55 86 101
        fast toms-velocity 5 30 46 53 87 102
        fast toms-velocity 6 34 42 74 85 96
        fast toms-velocity 7 29 41 55 86 101
        fast toms-velocity 8 30 46 53 87 102
        fast toms-velocity 9 34 42 74 85 96
        fast toms-velocity 10 29 41 55 86 101
        fast toms-velocity 11 30 46 53 87 102
        fast toms-timing 0 121 118
        fast toms-timing 1 -20 214
        fast toms-timing 2 -134 185
        fast fill-strokes 0 16 49 19 48 119 43
        fast fill-strokes 1 4 36 7 6 46 0
        fast fill-strokes 2 25 2 12 19 16 0
        fast fill-strokes 3 3 7 2 28 4 0
        fast fill-strokes 4 2 1 2 0 35 0
        fast fill-strokes 5 2 4 0 1 4 6
        fast fill-strokes 6 21 4 20 4 1 2
        fast fill-strokes 7 51 36 5 0 1 0
        fast fill-strokes 8 22 1 14 4 1 0
        fast fill-strokes 9 51 20 11 17 1 0
        fast fill-strokes 10 91 58 45 29 1 0
        fast fill-strokes 11 31 4 0 0 0 13
        fast fill-strokes 12 63 90 46 31 27 10
        fast fill-strokes 13 45 37 8 6 16 9
        fast fill-strokes 14 36 6 34 7 12 0
        fast fill-strokes 15 25 1 0 18 10 0
        fast fill-strokes 16 2 1 1 1 0 0
        fast fill-strokes 17 11 0 0 0 0 4
        fast fill-kick 0 423 93
        fast fill-kick 1 46 6
        fast fill-kick 2 290 2
        fast fill-kick 3 254 13
        fast fill-kick 4 309 66
        fast fill-kick 5 68 114
        fast fill-velocity 0 60 60 60 60 60
        fast fill-velocity 1 11 26 40 69 127
        fast fill-velocity 2 30 45 75 113 127
        fast fill-velocity 3 33 56 81 115 127
        fast fill-velocity 4 48 64 75 87 127
        fast fill-velocity 5 41 54 73 127 127
        waltz time-follows 0 16 12 1 0 1 1 0 0
        waltz time-follows 1 15 126 0 0 4 14 0 0
        waltz time-follows 4 0 1 0 0 0 0 0 0
        waltz time-follows 5 0 8 0 0 0 1 0 0
        waltz time-follows 8 7 1 0 0 1 22 0 0
        waltz time-follows 9 2 3 0 0 0 142 0 0
        waltz time-follows 10 0 0 0 0 0 1 0 0
        waltz time-follows 12 0 0 0 0 5 0 0 0
        waltz time-follows 13 1 11 0 0 2 2 0 0
        waltz time-follows 16 9 1 0 0 0 0 0 0
        waltz time-follows 17 2 6 0 0 0 7 0 0
        waltz time-follows 20 3 3 0 0 2 0 0 0
        waltz time-follows 21 2 160 0 0 0 5 0 0
        waltz time-habit 0 149
        waltz time-velocity 0 51 59 64 69 84
        waltz time-velocity 1 45 52 57 63 73
        waltz time-velocity 2 47 52 58 64 73
        waltz time-velocity 3 46 51 55 60 69
        waltz time-velocity 4 45 52 57 63 73
        waltz time-velocity 5 46 53 58 62 68
        waltz time-velocity 6 42 50 55 59 66
        waltz time-velocity 7 45 52 57 63 73
        waltz time-velocity 8 40 45 55 60 68
        waltz time-timing 0 101 112
        waltz time-timing 1 85 119
        waltz time-timing 2 39 120
        waltz pedal-follows 0 63 7 0 0 3 0 0 0
        waltz pedal-follows 1 77 20 1 1 13 1 0 0
        waltz pedal-follows 2 1 0 0 0 0 0 0 0
        waltz pedal-follows 4 7 0 0 0 5 1 0 0
        waltz pedal-follows 8 16 126 1 1 0 4 0 0
        waltz pedal-follows 9 4 20 0 2 0 1 0 0
        waltz pedal-follows 10 0 1 0 0 0 0 0 0
        waltz pedal-follows 11 0 1 0 0 0 0 0 0
        waltz pedal-follows 12 19 0 0 0 2 0 0 0
        waltz pedal-follows 13 2 0 0 0 0 0 0 0
        waltz pedal-follows 16 17 20 0 0 4 0 0 0
        waltz pedal-follows 17 44 96 0 0 8 0 0 0
        waltz pedal-follows 18 0 0 1 0 0 0 0 0
        waltz pedal-follows 19 1 2 0 0 0 0 0 0
        waltz pedal-follows 20 1 1 0 0 0 0 0 0
        waltz pedal-follows 21 3 0 0 0 2 0 0 0
        waltz pedal-habit 0 183
        waltz pedal-velocity 0 30 48 77 84 91
        waltz pedal-velocity 1 42 79 86 90 96
        waltz pedal-velocity 2 83 86 91 95 97
        waltz pedal-velocity 3 68 81 86 90 95
        waltz pedal-velocity 4 42 79 86 90 96
        waltz pedal-velocity 5 37 86 90 95 97
        waltz pedal-velocity 6 53 80 86 90 96
        waltz pedal-velocity 7 42 79 86 90 96
        waltz pedal-velocity 8 71 88 90 94 97
        waltz pedal-timing 0 -88 143
        waltz pedal-timing 1 -81 148
        waltz pedal-timing 2 -31 181
        waltz snare-follows 0 21 9 4 0 5 9 5 0
        waltz snare-follows 1 4 2 0 0 7 7 0 0
        waltz snare-follows 2 3 10 3 6 4 8 5 2
        waltz snare-follows 3 0 2 1 0 2 0 0 0
        waltz snare-follows 4 20 7 0 0 10 4 0 0
        waltz snare-follows 5 2 0 1 0 7 0 0 0
        waltz snare-follows 6 14 1 3 0 10 0 2 0
        waltz snare-follows 8 26 4 1 0 32 1 0 0
        waltz snare-follows 9 5 3 6 5 9 1 2 0
        waltz snare-follows 10 3 0 3 1 0 3 1 1
        waltz snare-follows 11 0 0 0 6 0 0 0 0
        waltz snare-follows 12 23 2 4 0 15 0 1 0
        waltz snare-follows 13 5 0 4 0 16 1 2 0
        waltz snare-follows 14 1 0 8 0 0 0 3 0
        waltz snare-follows 15 0 0 2 0 0 0 0 0
        waltz snare-follows 16 20 1 8 0 14 6 14 0
        waltz snare-follows 17 2 3 0 0 2 0 2 0
        waltz snare-follows 18 5 1 15 1 2 0 4 0
        waltz snare-follows 19 0 0 6 6 0 0 0 0
        waltz snare-follows 20 14 16 8 0 23 3 8 0
        waltz snare-follows 21 0 1 3 0 0 1 1 0
        waltz snare-follows 22 0 0 5 0 1 0 3 0
        waltz snare-follows 23 0 0 0 0 1 0 0 0
        waltz snare-given 0 15 18 2 5 7 7 3 0
        waltz snare-given 1 95 32 50 9 80 25 39 2
        waltz snare-given 2 0 0 1 0 0 0 0 0
        waltz snare-given 4 0 8 0 5 2 0 0 0
        waltz snare-given 5 58 4 32 6 71 12 11 1
        waltz snare-habit 0 228
        waltz snare-velocity 0 18 62 94 109 122
        waltz snare-velocity 1 19 26 38 45 89
        waltz snare-velocity 2 12 22 31 41 98
        waltz snare-velocity 3 27 43 59 76 102
        waltz snare-velocity 4 13 23 32 42 51
        waltz snare-velocity 5 14 49 60 74 100
        waltz snare-velocity 6 28 41 53 66 85
        waltz snare-velocity 7 15 32 40 46 58
        waltz snare-velocity 8 10 19 31 53 70
        waltz snare-timing 0 21 147
        waltz snare-timing 1 27 171
        waltz snare-timing 2 -65 187
        waltz kick-follows 0 26 93 0 1 7 2 0 0
        waltz kick-follows 1 1 1 0 0 1 0 0 0
        waltz kick-follows 4 30 27 2 1 7 0 0 0
        waltz kick-follows 5 0 1 0 0 0 0 0 0
        waltz kick-follows 8 39 0 0 0 18 0 0 0
        waltz kick-follows 9 98 0 0 0 24 0 0 0
        waltz kick-follows 10 2 0 0 0 0 0 0 0
        waltz kick-follows 11 1 0 0 0 1 0 0 0
        waltz kick-follows 12 1 1 1 0 12 0 0 0
        waltz kick-follows 13 0 0 2 0 0 0 0 0
        waltz kick-follows 16 97 0 0 0 43 1 0 0
        waltz kick-follows 17 0 0 0 0 1 0 0 0
        waltz kick-follows 18 1 1 0 0 0 1 0 0
        waltz kick-follows 20 18 2 0 0 35 0 0 0
        waltz kick-given 0 77 59 1 1 30 0 0 0
        waltz kick-given 1 25 5 0 0 32 0 0 0
        waltz kick-given 2 17 4 0 0 61 3 0 0
        waltz kick-given 3 9 0 0 0 16 0 0 0
        waltz kick-given 4 111 46 0 0 3 0 0 0
        waltz kick-given 5 37 3 4 0 0 0 0 0
        waltz kick-given 6 35 9 0 1 7 1 0 0
        waltz kick-given 7 3 0 0 0 0 0 0 0
        waltz kick-habit 0 173
        waltz kick-velocity 0 43 51 59 64 86
        waltz kick-velocity 1 41 50 57 62 66
        waltz kick-velocity 2 48 56 59 62 66
        waltz kick-velocity 3 43 51 59 63 85
        waltz kick-velocity 4 41 50 57 62 66
        waltz kick-velocity 5 47 55 58 62 65
        waltz kick-velocity 6 43 51 59 63 85
        waltz kick-velocity 7 41 50 57 62 66
        waltz kick-velocity 8 35 45 53 59 65
        waltz kick-timing 0 -41 127
        waltz kick-timing 1 -73 153
        waltz kick-timing 2 -103 152
        waltz toms-follows 0 186 3 0 0 3 0 0 0
        waltz toms-follows 1 2 0 0 0 0 0 0 0
        waltz toms-follows 2 0 1 0 0 0 0 0 0
        waltz toms-follows 4 3 1 0 0 0 0 0 0
        waltz toms-follows 5 1 0 0 0 0 0 0 0
        waltz toms-follows 8 188 1 2 0 1 0 0 0
        waltz toms-follows 9 5 0 0 0 0 0 0 0
        waltz toms-follows 12 2 1 0 0 0 0 0 0
        waltz toms-follows 16 188 1 2 0 3 1 0 0
        waltz toms-follows 17 0 1 0 0 1 0 0 0
        waltz toms-follows 18 1 0 1 0 0 0 0 0
        waltz toms-follows 20 1 0 0 0 0 0 0 0
        waltz toms-given 0 149 5 5 0 8 1 0 0
        waltz toms-given 1 59 3 0 0 0 0 0 0
        waltz toms-given 2 84 1 0 0 0 0 0 0
        waltz toms-given 3 25 0 0 0 0 0 0 0
        waltz toms-given 4 160 0 0 0 0 0 0 0
        waltz toms-given 5 44 0 0 0 0 0 0 0
        waltz toms-given 6 53 0 0 0 0 0 0 0
        waltz toms-given 7 3 0 0 0 0 0 0 0
        waltz toms-habit 0 119
        waltz toms-velocity 0 55 71 84 96 114
        waltz toms-velocity 1 55 71 84 96 114
        waltz toms-velocity 2 55 71 84 96 114
        waltz toms-velocity 3 55 71 84 96 114
        waltz toms-velocity 4 55 71 84 96 114
        waltz toms-velocity 5 55 71 84 96 114
        waltz toms-velocity 6 55 71 84 96 114
        waltz toms-velocity 7 55 71 84 96 114
        waltz toms-velocity 8 55 71 84 96 114
        waltz toms-timing 0 -37 167
        waltz toms-timing 1 -37 167
        waltz toms-timing 2 -37 167
        waltz fill-strokes 0 12 41 12 50 109 36
        waltz fill-strokes 1 2 27 7 4 46 1
        waltz fill-strokes 2 24 2 11 17 13 0
        waltz fill-strokes 3 5 8 0 26 3 0
        waltz fill-strokes 4 1 2 0 0 29 0
        waltz fill-strokes 5 1 4 0 1 4 7
        waltz fill-strokes 6 17 3 20 4 0 1
        waltz fill-strokes 7 38 34 6 0 0 0
        waltz fill-strokes 8 14 1 11 4 0 0
        waltz fill-strokes 9 46 19 9 21 1 0
        waltz fill-strokes 10 74 59 43 27 1 0
        waltz fill-strokes 11 29 4 0 1 0 9
        waltz fill-strokes 12 50 70 40 30 17 11
        waltz fill-strokes 13 41 40 8 7 13 9
        waltz fill-strokes 14 31 6 32 8 12 0
        waltz fill-strokes 15 30 1 0 17 9 0
        waltz fill-strokes 16 0 1 1 0 0 0
        waltz fill-strokes 17 7 0 0 0 0 3
        waltz fill-kick 0 369 91
        waltz fill-kick 1 41 4
        waltz fill-kick 2 276 2
        waltz fill-kick 3 209 9
        waltz fill-kick 4 274 61
        waltz fill-kick 5 48 111
        waltz fill-velocity 0 60 60 60 60 60
        waltz fill-velocity 1 11 26 39 70 127
        waltz fill-velocity 2 30 49 89 118 127
        waltz fill-velocity 3 33 59 86 116 127
        waltz fill-velocity 4 41 61 72 86 127
        waltz fill-velocity 5 42 56 76 127 127
        even time-velocity 0 36 57 72 85 104
        even time-velocity 1 22 35 40 50 67
        even time-velocity 2 31 40 51 65 97
        even time-velocity 3 36 45 51 60 93
        even time-velocity 4 30 63 79 86 111
        even time-velocity 5 25 31 36 49 90
        even time-velocity 6 36 50 60 70 127
        even time-velocity 7 37 48 56 61 94
        even time-velocity 8 27 54 68 83 111
        even time-velocity 9 29 37 50 74 111
        even time-velocity 10 31 47 56 69 98
        even time-velocity 11 33 49 55 61 80
        even time-velocity 12 45 75 83 93 126
        even time-velocity 13 29 38 50 72 127
        even time-velocity 14 35 48 62 78 118
        even time-velocity 15 36 48 54 64 69
        even time-timing 0 34 93
        even time-timing 1 -9 135
        even time-timing 2 17 94
        even time-timing 3 5 111
        even pedal-velocity 0 19 48 71 86 108
        even pedal-velocity 1 19 67 89 97 102
        even pedal-velocity 2 80 90 94 98 102
        even pedal-velocity 3 19 67 89 97 102
        even pedal-velocity 4 17 22 63 72 88
        even pedal-velocity 5 19 67 89 97 102
        even pedal-velocity 6 67 89 95 98 102
        even pedal-velocity 7 19 67 89 97 102
        even pedal-velocity 8 17 27 68 86 107
        even pedal-velocity 9 19 67 89 97 102
        even pedal-velocity 10 72 87 94 99 102
        even pedal-velocity 11 19 67 89 97 102
        even pedal-velocity 12 17 24 51 76 89
        even pedal-velocity 13 19 67 89 97 102
        even pedal-velocity 14 77 92 97 99 105
        even pedal-velocity 15 19 67 89 97 102
        even pedal-timing 0 -130 167
        even pedal-timing 1 -89 132
        even pedal-timing 2 -71 107
        even pedal-timing 3 -89 132
        even snare-velocity 0 22 38 50 56 75
        even snare-velocity 1 15 22 29 35 39
        even snare-velocity 2 19 25 30 36 78
        even snare-velocity 3 22 25 62 98 123
        even snare-velocity 4 45 53 66 84 102
        even snare-velocity 5 21 27 32 36 50
        even snare-velocity 6 22 26 33 48 104
        even snare-velocity 7 17 25 34 49 80
        even snare-velocity 8 22 35 50 56 64
        even snare-velocity 9 21 29 34 40 64
        even snare-velocity 10 22 26 35 39 45
        even snare-velocity 11 22 23 27 37 69
        even snare-velocity 12 45 57 72 89 122
        even snare-velocity 13 1 22 32 39 56
        even snare-velocity 14 26 35 44 78 107
        even snare-velocity 15 22 36 49 71 88
        even snare-timing 0 39 106
        even snare-timing 1 52 146
        even snare-timing 2 49 196
        even snare-timing 3 -51 206
        even kick-velocity 0 40 46 52 56 72
        even kick-velocity 1 19 28 38 50 59
        even kick-velocity 2 31 42 48 52 55
        even kick-velocity 3 43 49 53 55 59
        even kick-velocity 4 37 45 50 56 69
        even kick-velocity 5 19 28 38 50 59
        even kick-velocity 6 34 45 49 52 55
        even kick-velocity 7 39 50 53 57 60
        even kick-velocity 8 27 43 45 47 52
        even kick-velocity 9 19 28 38 50 59
        even kick-velocity 10 32 37 44 51 55
        even kick-velocity 11 42 48 51 53 57
        even kick-velocity 12 37 45 50 56 69
        even kick-velocity 13 19 28 38 50 59
        even kick-velocity 14 17 45 48 51 53
        even kick-velocity 15 41 48 52 55 59
        even kick-timing 0 15 151
        even kick-timing 1 -5 137
        even kick-timing 2 -7 124
        even kick-timing 3 -9 128
        even toms-velocity 0 71 83 92 99 112
        even toms-velocity 1 62 80 90 97 112
        even toms-velocity 2 62 80 90 97 112
        even toms-velocity 3 72 78 86 91 98
        even toms-velocity 4 71 83 92 99 112
        even toms-velocity 5 62 80 90 97 112
        even toms-velocity 6 62 80 90 97 112
        even toms-velocity 7 72 78 86 91 98
        even toms-velocity 8 71 83 92 99 112
        even toms-velocity 9 62 80 90 97 112
        even toms-velocity 10 62 80 90 97 112
        even toms-velocity 11 72 78 86 91 98
        even toms-velocity 12 71 83 92 99 112
        even toms-velocity 13 62 80 90 97 112
        even toms-velocity 14 62 80 90 97 112
        even toms-velocity 15 72 78 86 91 98
        even toms-timing 0 15 163
        even toms-timing 1 15 139
        even toms-timing 2 15 139
        even toms-timing 3 36 43
        even fill-strokes 0 48 47 6 27 44 23
        even fill-strokes 1 7 60 8 5 16 0
        even fill-strokes 2 4 8 9 9 0 0
        even fill-strokes 3 3 4 0 5 2 0
        even fill-strokes 4 1 12 0 1 13 0
        even fill-strokes 5 0 1 0 0 0 0
        even fill-strokes 6 30 13 3 5 6 3
        even fill-strokes 7 27 67 21 3 11 1
        even fill-strokes 8 7 6 9 0 1 0
        even fill-strokes 9 11 13 4 9 4 0
        even fill-strokes 10 5 26 12 7 24 1
        even fill-strokes 11 12 4 0 0 0 7
        even fill-strokes 12 42 14 4 11 6 11
        even fill-strokes 13 9 56 13 22 28 1
        even fill-strokes 14 9 7 15 18 0 0
        even fill-strokes 15 3 2 1 12 6 0
        even fill-strokes 16 2 7 3 0 34 0
        even fill-strokes 17 3 0 0 0 0 8
        even fill-strokes 18 27 17 6 5 6 1
        even fill-strokes 19 17 49 8 1 9 1
        even fill-strokes 20 9 9 14 2 2 0
        even fill-strokes 21 25 12 1 11 5 0
        even fill-strokes 22 16 30 2 4 20 0
        even fill-strokes 23 20 0 0 0 0 0
        even fill-kick 0 254 46
        even fill-kick 1 55 8
        even fill-kick 2 251 9
        even fill-kick 3 80 12
        even fill-kick 4 261 18
        even fill-kick 5 58 10
        even fill-kick 6 189 26
        even fill-kick 7 59 55
        even fill-velocity 0 60 60 60 60 60
        even fill-velocity 1 20 34 56 93 127
        even fill-velocity 2 45 66 85 100 127
        even fill-velocity 3 47 65 87 104 127
        even fill-velocity 4 25 41 59 78 121
        even fill-velocity 5 39 50 65 80 107
        """
}
