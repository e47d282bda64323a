// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The band's styles are tables that the executable carries.
let styles = [
    "swing", "bebop", "ballad", "waltz", "bossa", "even", "shuffle", "samba", "latin", "afro", "funk", "new-orleans",
]

/// The studio's page, which its executable carries.
let page = [
    "api.js", "chart.js", "controls.js", "dom.js", "icon.svg", "index.html", "inspect.js", "main.js",
    "music.js", "notation.js", "openapi.json", "player.js", "projects.js", "roll.js", "state.js",
    "studio.css", "text.js",
]

func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
        resources: resources, swiftSettings: strict)
}

/// Only ./woodshed cluster builds with it.
let withMPI: TargetDependencyCondition? = .when(traits: ["MPI"])

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// Arrows point one way: commands → music / text → recurrent model → kernels.
let package = Package(
    name: "woodshed",
    products: [
        .executable(name: "jazz", targets: ["JazzCommand"]),
        .executable(name: "textgen", targets: ["TextgenCommand"]),
        .executable(name: "studio", targets: ["StudioCommand"]),
        .executable(name: "woodshed-bench", targets: ["BenchCommand"]),
        .library(name: "Files", targets: ["Files"]),
        .library(name: "Recurrent", targets: ["Recurrent"]),
        .library(name: "Training", targets: ["Training"]),
        .library(name: "ModelFile", targets: ["ModelFile"]),
        .library(name: "Numerics", targets: ["Numerics"]),
        .library(name: "Sampling", targets: ["Sampling"]),
        .library(name: "MIDI", targets: ["MIDI"]),
        .library(name: "Jazz", targets: ["Jazz"]),
        .library(name: "Prose", targets: ["Prose"]),
        .library(name: "Sound", targets: ["Sound"]),
    ],
    traits: [
        .trait(
            name: "MPI",
            description: "Several processes train one network together, over MPI; ./woodshed cluster builds with it")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        .target(name: "CKernels"),
        library("Numerics"),
        library("Recurrent", ["CKernels", "Numerics"]),
        // The cells as the lectures write them; tests only.
        library("RecurrentReference", ["Recurrent", "Numerics"]),
        library("Files"),
        library("ModelFile", ["Files", "Recurrent", "Numerics"]),
        library("Training", ["Files", "Recurrent", "ModelFile", "Numerics"]),
        .systemLibrary(name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),
        library("Cluster", ["Training", .target(name: "CMPI", condition: withMPI)]),
        library("Sampling", ["CKernels", "Numerics"]),
        library("MIDI", ["Files", "Numerics"]),
        library(
            "Harmony", ["MIDI", "Numerics"],
            resources: styles.map { .embedInCode("Styles/\($0).style") }),
        library("Music", ["Harmony", "MIDI", "Numerics"]),
        library("Improvisation", ["Music", "Harmony", "Sampling", "Recurrent", "Numerics"]),
        library("Band", ["Improvisation", "Music", "Harmony", "Sampling", "Recurrent", "Numerics"]),
        library("JazzCorpus", ["Files", "Band", "Improvisation", "Music", "Harmony", "MIDI", "Numerics"]),
        library(
            "Scoring", ["JazzCorpus", "Improvisation", "Sampling", "Music", "Harmony", "MIDI", "Recurrent", "Numerics"]),
        library("Notation", ["JazzCorpus", "Music", "Harmony", "MIDI", "Numerics", "Terminal"]),
        library("SheetMusic", ["Files", "Music", "Harmony"]),
        library(
            "Jazz",
            [
                "SheetMusic", "Notation", "Scoring", "JazzCorpus", "Band", "Improvisation", "Music", "Harmony",
                "Sampling",
                "Recurrent", "Numerics",
            ]),
        library("Prose", ["Files", "Sampling", "Training", "Recurrent", "Numerics"]),
        library("JazzTraining", ["Files", "Jazz", "Training", "ModelFile", "Recurrent", "Numerics"]),
        .target(name: "CFluidSynth"),
        .target(name: "CALSA"),
        .target(name: "CSndfile"),
        library("Sound", ["Files", "MIDI", "CFluidSynth", "CALSA", "CSndfile"]),
        library("Live", ["Jazz", "Sound", "MIDI", "Sampling", "Terminal"]),
        .target(
            name: "Pretrained",
            exclude: ["lead.safetensors", "backward.safetensors", "bass.safetensors", "changes.safetensors", "drums.table", "harmony.table"]),
        .target(name: "CLibedit"),
        .target(name: "PretrainedText", exclude: ["text.safetensors"]),
        library("Terminal", ["Files", "CLibedit"]),
        library(
            "Bookshelf",
            ["Commands", "ModelFile", "Numerics", "PretrainedText", "Prose", "Terminal", "Training"]),
        library("Web", ["Files"]),
        library(
            "Repertoire",
            [
                "Commands", "Files", "Jazz", "JazzTraining", "MIDI", "ModelFile", "Numerics", "Pretrained",
                "Recurrent", "Sampling", "Sound", "Terminal",
            ]),
        library(
            "Commands", ["Files", "Numerics", "Terminal", "ModelFile", "Recurrent", "Sampling", "Training", arguments]),
        .executableTarget(
            name: "JazzCommand",
            dependencies: [
                "Cluster", "Files", "Jazz", "JazzTraining", "MIDI", "Numerics", "Sampling", "Recurrent", "Training",
                "ModelFile", "Repertoire", "Sound", "Live", "Terminal", "Commands", arguments,
            ],
            swiftSettings: strict),
        library(
            "Studio",
            [
                "Bookshelf", "Commands", "Files", "Jazz", "JazzTraining", "MIDI", "ModelFile", "Numerics", "Prose",
                "Recurrent",
                "Repertoire", "Sampling", "Sound", "Terminal", "Training", "Web",
            ], resources: page.map { .embedInCode("Page/\($0)") }),
        .executableTarget(
            name: "StudioCommand",
            dependencies: ["Commands", "Files", "Sound", "Studio", "Terminal", "Training", "Web", arguments],
            swiftSettings: strict),
        .executableTarget(
            name: "TextgenCommand",
            dependencies: [
                "Bookshelf", "Cluster", "Files", "Prose", "Numerics", "Sampling", "Recurrent", "Training", "ModelFile",
                "Terminal", "Commands", arguments,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "BenchCommand",
            dependencies: [
                "Cluster", "Jazz", "Files", "Prose", "Numerics", "Sampling", "Recurrent", "Training", "ModelFile",
                "CKernels", "Live", "MIDI", "Repertoire", "Sound", "Terminal", "Commands", "TestFiles", "TestSound",
                arguments,
            ],
            swiftSettings: strict),
        // What ./woodshed build builds.
        .target(name: "Shipped", dependencies: ["JazzCommand", "TextgenCommand"]),
        tests("Web"),
        tests("Studio", ["Jazz", "Repertoire", "Web"]),
        .testTarget(
            name: "StudioCommandTests", dependencies: ["StudioCommand", "TestFiles"], swiftSettings: strict),
        tests("Numerics"),
        tests("Recurrent", ["Numerics", "CKernels", "RecurrentReference"], resources: [.copy("Fixtures")]),
        .target(name: "TestFiles", path: "Tests/TestFiles", swiftSettings: strict),
        tests("Files", ["TestFiles"]),
        tests("ModelFile", ["TestFiles", "Files", "Recurrent"]),
        tests("Training", ["Files", "ModelFile", "Recurrent", "Numerics"]),
        tests("Sampling", ["Numerics"]),
        tests("MIDI", ["TestFiles"], exclude: ["compare_with_mido.py"]),
        .target(
            name: "TestSupport",
            dependencies: [
                "TestFiles", "Jazz", "Scoring", "Band", "Improvisation", "Music", "Harmony", "MIDI", "ModelFile",
                "Recurrent", "Numerics",
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("Harmony", ["TestSupport", "Music", "MIDI", "Numerics"]),
        tests("Music", ["TestSupport", "Band", "Harmony", "MIDI", "Numerics"]),
        tests("Improvisation", ["TestSupport", "Music", "Harmony", "Sampling", "Recurrent", "Numerics"]),
        tests("Band", ["TestSupport", "Scoring", "Improvisation", "Music", "Harmony", "Recurrent", "Numerics"]),
        tests(
            "JazzCorpus",
            [
                "TestSupport", "Scoring", "Band", "Improvisation", "Music", "Harmony", "MIDI", "Numerics",
            ]),
        tests(
            "Scoring",
            [
                "TestSupport", "JazzCorpus", "Band", "Improvisation", "Music", "Harmony", "MIDI", "Recurrent",
                "Numerics",
            ], exclude: ["Pieces"]),
        tests("Notation", ["TestSupport", "Music", "MIDI"]),
        tests("SheetMusic", ["TestSupport", "Music", "Harmony", "Numerics"]),
        tests("Jazz", ["TestSupport", "MIDI", "Recurrent"]),
        tests("JazzTraining", ["Jazz", "Training", "ModelFile", "Recurrent", "Numerics"]),
        tests("Prose", ["TestFiles", "Files", "Sampling", "Training", "Recurrent", "Numerics"]),
        .target(
            name: "TestSound", dependencies: ["TestFiles"], path: "Tests/TestSound", exclude: ["FakeCard"],
            swiftSettings: strict),
        tests("Sound", ["TestSound", "TestFiles", "Files", "MIDI"]),
        tests("Live", ["TestSupport", "TestFiles", "Jazz", "Sound", "MIDI", "Recurrent", "Terminal"]),
        tests("Terminal"),
        .testTarget(name: "PackageTests", dependencies: ["TestSupport"], swiftSettings: strict),
        tests("Commands", ["JazzCommand", "JazzTraining", "TextgenCommand", "Recurrent", "TestFiles", arguments]),
        .testTarget(name: "TextgenCommandTests", dependencies: ["TextgenCommand", "TestFiles"], swiftSettings: strict),
        .testTarget(
            name: "BenchCommandTests",
            dependencies: [
                "BenchCommand", "TextgenCommand", "Files", "Sampling", "Training", "ModelFile", "Recurrent", "Numerics",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "JazzCommandTests",
            dependencies: ["JazzCommand", "TextgenCommand", "MIDI", "TestFiles", "TestSound"],
            exclude: ["seeded-bytes.sh", "seeded-bytes.txt"], swiftSettings: strict),
    ]
)
