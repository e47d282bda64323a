// MIDI
