// `import Jazz` gives a program everything that the band is made of.
@_exported public import Band
@_exported public import Harmony
@_exported public import Improvisation
@_exported public import JazzCorpus
@_exported public import Music
@_exported public import Notation
@_exported public import Scoring
@_exported public import SheetMusic
