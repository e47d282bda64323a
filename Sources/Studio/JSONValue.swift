internal import ModelFile

/// A value of JSON.
enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    case number(Double)
    /// A whole number as it stands, for seeds that no floating-point number holds.
    case integer(Int)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads a whole text.
    ///
    /// - Throws: ``APIError`` with the byte of the flaw.
    init(_ bytes: [UInt8]) throws(APIError) {
        var reader = JSONReader(bytes, in: 0..<bytes.count)
        do throws(JSONReader.Failure) {
            self = try Self.value(&reader)
            try reader.finish()
        } catch {
            throw APIError(
                400, "the request is no JSON that can be read: \(Self.words(error.flaw))",
                at: "byte \(error.offset + 1)",
                hint: "send an object in JSON, with numbers that are finite and no key twice")
        }
    }

    private static func words(_ flaw: JSONReader.Flaw) -> String {
        switch flaw {
        case .unexpected(let found, let expected): "\(expected) is expected, not \(found)"
        case .badString: "a text is not in UTF-8"
        case .numberOutOfRange: "a number is too large"
        case .tooDeep(let limit): "it is nested more than \(limit) deep"
        case .duplicateKey(let key): "the key \(key.prefix(60)) is there twice"
        default: "it is damaged"
        }
    }

    private static func value(_ reader: inout JSONReader) throws(JSONReader.Failure) -> JSONValue {
        switch reader.peek() {
        case UInt8(ascii: "{"):
            var members: [String: JSONValue] = [:]
            try reader.object { (reader, key, _) throws(JSONReader.Failure) in members[key] = try value(&reader) }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try reader.array { (reader) throws(JSONReader.Failure) in elements.append(try value(&reader)) }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try reader.string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean(try reader.boolean())
        case UInt8(ascii: "n") where reader.null(): return .null
        default:
            var whole = reader
            if let integer = try? whole.integer(),
                ![UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(whole.peek())
            {
                reader = whole
                return .integer(integer)
            }
            return .number(try reader.number())
        }
    }

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .number, .integer: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .number(let value): writer.number(value)
        case .integer(let value): writer.integer(value)
        case .string(let value): writer.string(value)
        case .array(let values): writer.array { writer in for value in values { value.write(to: &writer) } }
        case .object(let members):
            writer.object { writer in
                for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                    writer.key(key)
                    value.write(to: &writer)
                }
            }
        }
    }
}

/// The fields of an object, each asked for by name, type and range.
struct Fields {
    let values: [String: JSONValue]
    private let path: String

    /// - Parameter known: All names that may be there; another is a mistake, and is told.
    init(_ value: JSONValue, known: [String], path: String = "") throws(APIError) {
        guard case .object(let members) = value else {
            throw APIError(422, "\(path.isEmpty ? "the request" : path) is \(value.kind), not an object", at: path)
        }
        if let unknown = members.keys.filter({ !known.contains($0) }).min() {
            throw APIError(
                422, "there is no field of this name", at: path + unknown.prefix(60),
                hint: "there are \(known.joined(separator: ", "))")
        }
        values = members.filter { $0.value != .null }
        self.path = path
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    private func wrong(_ name: String, _ value: JSONValue, _ wanted: String) -> APIError {
        APIError(422, "\(path + name) is \(value.kind), not \(wanted)", at: path + name)
    }

    func text(_ name: String, most: Int = 1_000) throws(APIError) -> String? {
        guard let value = values[name] else { return nil }
        guard case .string(let text) = value else { throw wrong(name, value, "a text") }
        guard text.unicodeScalars.count <= most else {
            throw APIError(422, "\(path + name) has more than \(most) characters", at: path + name, hint: "shorten it")
        }
        return text
    }

    func flag(_ name: String) throws(APIError) -> Bool? {
        guard let value = values[name] else { return nil }
        guard case .boolean(let flag) = value else { throw wrong(name, value, "true or false") }
        return flag
    }

    func number(_ name: String, _ range: ClosedRange<Double>) throws(APIError) -> Double? {
        guard let value = values[name] else { return nil }
        let number: Double
        switch value {
        case .number(let value): number = value
        case .integer(let value): number = Double(value)
        default: throw wrong(name, value, "a number")
        }
        guard range.contains(number) else {
            throw APIError(
                422, "\(path + name) is out of reach", at: path + name,
                hint: "choose \(Self.words(range.lowerBound)) to \(Self.words(range.upperBound))")
        }
        return number
    }

    private static func words(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : "\(number)"
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws(APIError) -> Int? {
        guard let value = values[name] else { return nil }
        var whole: Int?
        switch value {
        case .integer(let value): whole = value
        // 4.0 is 4 to JSON.
        case .number(let value): whole = Int(exactly: value)
        default: throw wrong(name, value, "a whole number")
        }
        guard let number = whole else {
            guard case .number(let value) = value, value == value.rounded() else {
                throw wrong(name, value, "a whole number")
            }
            throw APIError(
                422, "\(path + name) is out of reach", at: path + name,
                hint: "choose \(range.lowerBound) to \(range.upperBound)")
        }
        guard range.contains(number) else {
            throw APIError(
                422, "\(path + name) is out of reach", at: path + name,
                hint: "choose \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A seed, as digits or as a number.
    func seed(_ name: String = "seed") throws(APIError) -> UInt64? {
        guard let value = values[name] else { return nil }
        switch value {
        case .string(let text):
            if (1...20).contains(text.utf8.count), text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let seed = UInt64(text)
            {
                return seed
            }
        case .integer(let number) where number >= 0: return UInt64(number)
        case .number(let number): if let seed = UInt64(exactly: number) { return seed }
        default: break
        }
        throw APIError(
            422, "\(path + name) is no seed", at: path + name, hint: "a seed is a whole number from 0, in digits")
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(APIError) -> Choice? where Choice.RawValue == String {
        guard let text = try text(name, most: 60) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw APIError(
                422, "\(path + name) is none of its choices", at: path + name,
                hint: "choose one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    func list(_ name: String, most: Int) throws(APIError) -> [JSONValue]? {
        guard let value = values[name] else { return nil }
        guard case .array(let elements) = value else { throw wrong(name, value, "a list") }
        guard elements.count <= most else {
            throw APIError(422, "\(path + name) has more than \(most) elements", at: path + name)
        }
        return elements
    }

    /// The bytes of a field in base64.
    func bytes(_ name: String, most: Int) throws(APIError) -> [UInt8]? {
        guard let text = try text(name, most: most / 3 * 4 + 4) else { return nil }
        guard let bytes = Base64.decoded(text) else {
            throw APIError(
                422, "\(path + name) is not base64", at: path + name, hint: "encode the file as RFC 4648 has it")
        }
        return bytes
    }
}
