import Files
import FoundationEssentials
import Testing

@testable import Prose

private let gzipCases: [(String, String)] = [
    (
        "stored",
        "H4sIAAAAAAAAAwEPAPD/R3LDvMOfZSwgd29ybGQKDx9gTw8AAAA="
    ),
    (
        "fixed",
        "H4sICAAAAAAAA3gudHh0AHMvOrzn8PxUHYXy/KKcFC53vFwADY/Y2S0AAAA="
    ),
    (
        "dynamic",
        "H4sIAAAAAAAAA5XVSwrCMBRA0bmr6BJM0vyWU2qpoLRQdf86FXRwRoFwR+/kc+yv7TI8r8twTOu6XIZjn2/D+Wtnes"
            + "zT/bNsp+NnnSrldaQ8BMrHRnnLlMdIee6U92JzTzZ3UzXU0VCboQZDzYbaDTUaakFUGzuaGmow1GyozVCjoRZD7Yaa"
            + "DLWaajDV0VSbqUZTzabaTTWZasGramM31GaowVCzoXZDjYZa8FO1I2Cm1VCDoWZDbYYaDbUYajfUZKgV31+7eoba/q"
            + "G+AYbd8Gv+CgAA"
    ),
    (
        "huffman only",
        "H4sIAAAAAAAAAwXByQEAMQQAwL9eFIXEGVb/r53xPL1XhBqSHeGFnjCKMM18Uo2uviGQlIk2k/OpZ7DwFwhb12TsC3"
            + "1TYHXYw09pfsRPsqiy7kjalzdaix5/+l6ez8YOM+tlWC8+mGNr/s2yz+dja8wRjuYTt7hO87aMaeXWoEX1Shj3DdZv"
            + "u41MKU63A5sWLH4kfBbi8hOkfCLwtWX79pHzcOYTy50D+lRvbQWQUh44uyjok8+VuOBL/L6+8eqOXM1nT6S1XmkSob"
            + "yjunJ0PdvX83kBfo1d+Q2Fwgevmy7K91JifeW65GVtgCB0PcYlJzj1zhV4BBfnWi5KqwY2ZJc2DwXlFT3kDrSgX5ei"
            + "nX05bJFb4nW4cJ8oL4KzSd08iCQexLTXnr/sZp0VxIS0KTXaiZopi0ChjrwlKha2p+gzFcdzKq8oqQVXPVVjVo49dn"
            + "thod40s97nPyRloq9YAgAA"
    ),
    (
        "two members",
        "H4sIAAAAAAAAA3MvOrzn8PxUHYXy/KKcFC4ADx9gTw8AAAAfiwgAAAAAAAADFVJLFgAxBNu7i0Oh9e3H/VfTWfJIJO"
            + "E5dk8R2pDsCCt0hFGEaeaS2ujqHQJJmWjn5LnqGSx8A6Frmhy7oesUWA328FGal3hJFlXWPJJ2c8bWosVX18px7dhg"
            + "Zp0M7cUD81ib39Ps5/pfMEc4mp+YxTU2935cWtl10KJ2SxjvGay39zYypRh7O/CbgsZLwqMh5rsF6ckRuNtye+8hY+"
            + "E5Vyz7DNClOqsrgJRywOhGQT+5XIkLbuK9j2n9aqbmsgf29KwnlQhlDdWWoe0/ur+1Arwbd+U9FAoX1t40Ue5KifaW"
            + "6ZKTdQMEPZOHcckITp1nCiyCiWe+6/DxaODLZ5dufmiUU3SQO1CD3tdGG73ysMXzRvzFUNhLlBvB2aRmDkQSD2Lqac"
            + "tX7s16WhAT0k6pUZ+oc8oi8P1D5CxRsbAeRddUHMeon5vUgqueZy8j5ehhczc01Dr7z3T5ByRloq9YAgAA"
    ),
]

private let verse = (0..<60).map { "round the ragged rock \($0 * 37 % 100) the ragged rascal ran\n" }
    .joined()
private let noise = """
    hjdmpeccam
    jbh-
    lifdigaiigfjjlckm-hfhpic
    jajj-gnnjnofhjibcboi-
    pkegcngoiflnk
    gkdbhihdkfjoablcjkakjkencjgojeimfkalboflljdogngdbbbfeb
    phkbd-jngpghonpbhnohngpgbbiih-ghniekbkdmbpmcngfkjpkn-gikmpcigbmeibfopmmgagfaidmmh
    bgfk
    p-oacbdp
    ieblc-ajlcc
    omgjmhpmdcdl-nnocgjpnd
    flffekpki
    afajd
    dpp-c-hnjlhfabk
    oj-oomeilkencefjlglccmfklkfjaa-cldffpcdfphjmhphjlhk
    -om-mkjonaif
    o
    lmmae-coljciphpcehcjebfm

    ia-hfdgbkcdibjfenec
    la
    e-negjp-cmffi-m
    jmkfmbnaiajecfdahh
    ap
    fomkf-gdpljnbgijpkchkdbk-plcfbp-
    hbgckejd--achiabapeglhljmmbfnpc--j
    jgnkfgapniknnkgii-camijekcfcgigpdkaogfch-ddkjecfafgibkklffgbbfbipdgemp
    p
    klnmbbfelh
    """
private let gzipExpected = [
    "stored": "Grüße, world\n", "fixed": String(repeating: "Grüße, world\n", count: 3), "dynamic": verse,
    "huffman only": noise, "two members": "Grüße, world\n" + noise,
]

@Suite struct GunzipTests {
    private func bytes(_ base64: String) -> [UInt8] { Data(base64Encoded: base64).map(Array.init) ?? [] }

    private func decompressed(_ bytes: [UInt8]) throws -> [UInt8] {
        var result: [UInt8] = []
        try Gunzip.decompress(bytes) { (piece: ArraySlice<UInt8>) throws(ProseError) in result += piece }
        return result
    }

    @Test(
        "What gzip wrote is read: stored, with fixed and with own codes, one member or several",
        arguments: gzipCases)
    func reads(name: String, base64: String) throws {
        let expected = gzipExpected[name] ?? ""
        #expect(try decompressed(bytes(base64)) == Array(expected.utf8))
        let file = TemporaryFile(bytes(base64))
        #expect(try Corpus.read(file.path).text == expected)
        withExtendedLifetime(file) {}
    }

    @Test("Cut at any byte, or with any bit flipped, it is refused or comes to the same") func damaged() throws {
        for (name, base64) in gzipCases where name != "two members" {
            let (whole, expected) = (bytes(base64), Array((gzipExpected[name] ?? "").utf8))
            for count in stride(from: 0, to: whole.count, by: max(1, whole.count / 60)) {
                #expect(throws: (any Error).self) { try decompressed(Array(whole[..<count])) }
            }
            for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 60)) {
                for bit in [0, 3, 7] as [UInt8] {
                    var flipped = whole
                    flipped[place] ^= 1 << bit
                    if let result = try? decompressed(flipped) { #expect(result == expected) }
                }
            }
        }
    }
}
