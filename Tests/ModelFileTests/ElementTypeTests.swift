import Testing

import ModelFile

@Suite struct ElementTypeTests {
    @Test func everyHalfBecomesTheFloatItStandsFor() {
        for bits in UInt16.min...UInt16.max {
            let sign: Double = bits >> 15 == 1 ? -1 : 1
            let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
            let value = Float(binary16: bits)
            switch exponent {
            case 31 where fraction != 0: #expect(value.isNaN)
            case 31: #expect(value == Float(sign) * .infinity)
            default:
                let power = Double(sign: .plus, exponent: max(exponent, 1) - 25, significand: 1)
                #expect(Double(value) == sign * power * (fraction + (exponent == 0 ? 0 : 1024)))
                #expect((value.sign == .minus) == (sign < 0))
            }
            if !value.isNaN { #expect(value.binary16 == bits) } else { #expect(Float(binary16: value.binary16).isNaN) }
        }
    }

    @Test func everyBfloatSurvivesTheWayThereAndBack() {
        for bits in UInt16.min...UInt16.max {
            let value = Float(bfloat16: bits)
            if value.isNaN { #expect(Float(bfloat16: value.bfloat16).isNaN) } else { #expect(value.bfloat16 == bits) }
        }
    }

    @Test func roundingGoesToTheNearestAndTiesToEven() {
        for bits in stride(from: UInt16(0), to: 0x7BFF, by: 1) {
            let (low, high) = (Float(binary16: bits), Float(binary16: bits + 1))
            let middle = low + (high - low) / 2
            #expect(middle.binary16 == (bits % 2 == 0 ? bits : bits + 1))
            #expect(middle.nextDown.binary16 == bits)
            #expect((-middle.nextUp).binary16 == bits + 1 | 0x8000)
        }
        for bits in stride(from: UInt16(0x100), to: 0x7F7F, by: 1) {
            let (low, high) = (Float(bfloat16: bits), Float(bfloat16: bits + 1))
            let middle = low + (high - low) / 2
            #expect(middle.bfloat16 == (bits % 2 == 0 ? bits : bits + 1))
            #expect(middle.nextDown.bfloat16 == bits)
            #expect((-middle.nextUp).bfloat16 == bits + 1 | 0x8000)
        }
        #expect(Float(65519.996).binary16 == 0x7BFF)
        #expect(Float(65520).binary16 == 0x7C00)
        #expect(Float.greatestFiniteMagnitude.bfloat16 == 0x7F80)
    }

    @Test(arguments: ElementType.allCases) func numbersSurviveEncoding(type: ElementType) {
        let values: [Float] = [0, -0, 1, -2.5, 0.15625, 65504, 0x1p-14, .infinity]
        var bytes: [UInt8] = [0xAA]
        type.encode(values, into: &bytes)
        #expect(bytes.count == 1 + values.count * type.size)
        let decoded = type.decode(bytes, at: 1, count: values.count)
        let expected = type == .bfloat16 ? values.map { $0 == 65504 ? 65536 : $0 } : values
        #expect(decoded.map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test func bytesAreLittleEndian() {
        for (type, expected): (ElementType, [UInt8]) in [
            (.float32, [0, 0, 0x80, 0x3F]), (.float16, [0, 0x3C]), (.bfloat16, [0x80, 0x3F]),
            (.float64, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]),
        ] {
            var bytes: [UInt8] = []
            type.encode([1], into: &bytes)
            #expect(bytes == expected)
        }
    }
}
