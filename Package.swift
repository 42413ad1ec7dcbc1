// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "milepost",
  products: [
    .executable(name: "milepost", targets: ["milepost"]),
    .executable(name: "milepostd", targets: ["milepostd"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(
      url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    // The two programs.
    .executableTarget(name: "milepost", dependencies: ["MilepostCommands"], swiftSettings: settings),
    .executableTarget(name: "milepostd", dependencies: ["MilepostDaemon"], swiftSettings: settings),

    // What scripts/bench measures schedules with.
    .executableTarget(
      name: "milepost-bench", dependencies: ["MilepostCore", "MilepostExchange", "CLinux"],
      path: "Sources/MilepostBench",
      swiftSettings: settings),

    // What scripts/simulate lives through whole programmes with: the real engine and store on a disk, a network and a
    // clock that are made up.
    .executableTarget(
      name: "milepost-simulate",
      dependencies: [
        "MilepostEngine", "MilepostExchange", "MilepostStore", "MilepostWebhooks", "MilepostCore", "CFaultDisk",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ], path: "Sources/MilepostSimulator", swiftSettings: settings),
    // What scripts/fuzz throws malformed text at the parsers with.
    .executableTarget(
      name: "milepost-fuzz",
      dependencies: [
        "MilepostCore", "MilepostExchange", "MilepostServer", "MilepostWebhooks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Sources/MilepostFuzz", swiftSettings: settings),
    .target(name: "CFaultDisk", linkerSettings: [.linkedLibrary("sqlite3")]),

    // The command line's side.
    .target(
      name: "MilepostCommands",
      dependencies: [
        "MilepostClient", "MilepostAPI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    .target(name: "MilepostClient", dependencies: ["MilepostAPI"], swiftSettings: settings),
    .target(name: "MilepostAPI", swiftSettings: settings),

    // The service's side, from the door inwards.
    .target(
      name: "MilepostDaemon",
      dependencies: [
        "MilepostServer", "MilepostEngine", "MilepostStore", "MilepostWebhooks", "MilepostAPI", "MilepostCore",
        "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ], swiftSettings: settings),
    .target(
      name: "MilepostServer",
      dependencies: [
        "MilepostEngine", "MilepostExchange", "MilepostAPI", "MilepostCore", "MilepostStore", "MilepostWebhooks",
        "CLinux",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ], resources: [.embedInCode("Pages/Assets")], swiftSettings: settings),
    .target(
      name: "MilepostEngine",
      dependencies: [
        "MilepostCore", "MilepostStore", "MilepostWebhooks",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: settings),
    .target(
      name: "MilepostWebhooks",
      dependencies: [
        "MilepostCore", "CCurl", "CLinux",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Mustache", package: "swift-mustache"),
      ], swiftSettings: settings),
    .target(
      name: "MilepostStore",
      dependencies: [
        "MilepostCore", "CSQLiteSetup",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], swiftSettings: settings),
    .target(
      name: "MilepostExchange",
      dependencies: [
        "MilepostCore",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SwiftCSV", package: "SwiftCSV"),
      ], swiftSettings: settings),
    .target(name: "MilepostCore", swiftSettings: settings),

    // What C has and Swift cannot call by itself.
    .target(name: "CCurl", dependencies: ["CLibcurl"]),
    .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "CLinux"),
    .target(name: "CSQLiteSetup"),

    // Tests.
    .target(
      name: "MilepostTestSupport",
      dependencies: [
        "MilepostCore", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ], swiftSettings: settings),
    .testTarget(name: "MilepostCoreTests", dependencies: ["MilepostCore"], swiftSettings: settings),
    .testTarget(
      name: "MilepostExchangeTests", dependencies: ["MilepostExchange", "MilepostCore"], swiftSettings: settings),
    .testTarget(
      name: "MilepostStoreTests",
      dependencies: [
        "MilepostStore", "MilepostCore", "CFaultDisk", .product(name: "GRDB", package: "GRDB.swift"),
      ], exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "MilepostWebhooksTests",
      dependencies: [
        "MilepostWebhooks", "MilepostCore", "MilepostTestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "MilepostEngineTests",
      dependencies: [
        "MilepostEngine", "MilepostStore", "MilepostWebhooks", "MilepostCore", "MilepostTestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: settings),
    .testTarget(
      name: "MilepostServerTests",
      dependencies: [
        "MilepostServer", "MilepostEngine", "MilepostStore", "MilepostWebhooks", "MilepostAPI", "MilepostCore",
        "MilepostTestSupport",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ], swiftSettings: settings),
    .testTarget(
      name: "MilepostDaemonTests",
      dependencies: [
        "MilepostDaemon", "MilepostServer", "MilepostEngine", "MilepostWebhooks", "MilepostCore",
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: settings),
    .testTarget(
      name: "MilepostCommandsTests", dependencies: ["MilepostCommands", "MilepostAPI", "MilepostClient"],
      swiftSettings: settings),
    // Starts the two programs, which are built beside it.
    .testTarget(
      name: "MilepostSystemTests",
      dependencies: [
        "MilepostAPI", "MilepostClient", .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: settings),
  ]
)
