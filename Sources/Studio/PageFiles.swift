import Web

/// The page, which the executable carries.
package enum PageFiles {
    /// The name of a file as in the address, its type, and its bytes.
    static let all: [String: (type: String, bytes: [UInt8])] = [
        "": ("text/html; charset=utf-8", PackageResources.index_html),
        "api/openapi.json": ("application/json", PackageResources.openapi_json),
        "api.js": ("text/javascript; charset=utf-8", PackageResources.api_js),
        "chart.js": ("text/javascript; charset=utf-8", PackageResources.chart_js),
        "controls.js": ("text/javascript; charset=utf-8", PackageResources.controls_js),
        "dom.js": ("text/javascript; charset=utf-8", PackageResources.dom_js),
        "icon.svg": ("image/svg+xml", PackageResources.icon_svg),
        "inspect.js": ("text/javascript; charset=utf-8", PackageResources.inspect_js),
        "main.js": ("text/javascript; charset=utf-8", PackageResources.main_js),
        "music.js": ("text/javascript; charset=utf-8", PackageResources.music_js),
        "notation.js": ("text/javascript; charset=utf-8", PackageResources.notation_js),
        "player.js": ("text/javascript; charset=utf-8", PackageResources.player_js),
        "projects.js": ("text/javascript; charset=utf-8", PackageResources.projects_js),
        "roll.js": ("text/javascript; charset=utf-8", PackageResources.roll_js),
        "state.js": ("text/javascript; charset=utf-8", PackageResources.state_js),
        "studio.css": ("text/css; charset=utf-8", PackageResources.studio_css),
        "text.js": ("text/javascript; charset=utf-8", PackageResources.text_js),
    ]

    static func response(_ path: [String], ifNoneMatch tag: String?) -> HTTPResponse? {
        let name = path.joined(separator: "/")
        guard let file = all[name == "index.html" ? "" : name] else { return nil }
        return HTTPResponse(
            200, headers: [("Content-Type", file.type), ("Cache-Control", "no-cache")], body: .bytes(file.bytes))
    }
}
