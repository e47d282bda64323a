// Nothing but the commands it depends on: `swift build --target Shipped` builds and links both in one run, so that no
// processor waits while the last modules of one command are compiled.
