import Files

/// Which files a list of paths means.
public enum TextFiles {
    /// The endings of the files that are taken from a folder.
    public static let endings = [".txt", ".text", ".md", ".txt.gz"]

    /// The files of a list, with each folder replaced by the texts in it, at any depth, in the order of their names. Hidden
    /// ones are passed over.
    ///
    /// - Throws: `ProseError.noTexts` for a folder without a text, `.unreadable` for one that cannot be read.
    public static func expand(_ paths: [String]) throws(ProseError) -> [String] {
        var files: [String] = []
        for path in paths {
            guard path != "-", Directories.isDirectory(path) else {
                files.append(path)
                continue
            }
            let names: [String]
            do throws(FileReadError) {
                names = try Directories.files(below: path)
            } catch {
                throw .folder(error)
            }
            let folder = path.hasSuffix("/") ? path : path + "/"
            let texts = names.filter { name in
                !name.split(separator: "/").contains { $0.hasPrefix(".") }
                    && endings.contains { name.lowercased().hasSuffix($0) }
            }
            guard !texts.isEmpty else { throw .noTexts(folder: path) }
            files += texts.map { folder + $0 }
        }
        return files
    }
}
