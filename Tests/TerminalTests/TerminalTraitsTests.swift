import Terminal
import Testing

@Suite struct TerminalTraitsTests {
    @Test("A terminal redraws and has colour; a file has neither") func terminal() {
        let environment = ["TERM": "xterm-256color", "LANG": "en_GB.UTF-8"]
        #expect(
            TerminalTraits(isTerminal: true, environment: environment)
                == TerminalTraits(redraws: true, colour: true, unicode: true))
        #expect(
            TerminalTraits(isTerminal: false, environment: environment)
                == TerminalTraits(redraws: false, colour: false, unicode: true))
    }

    @Test("NO_COLOR takes the colour only; empty it says nothing") func noColour() {
        #expect(
            TerminalTraits(isTerminal: true, environment: ["TERM": "xterm", "NO_COLOR": "1"])
                == TerminalTraits(redraws: true, colour: false, unicode: false))
        #expect(TerminalTraits(isTerminal: true, environment: ["TERM": "xterm", "NO_COLOR": ""]).colour)
    }

    @Test("A dumb terminal, or one without a name, is written to as to a file", arguments: ["dumb", ""])
    func dumb(term: String) {
        #expect(!TerminalTraits(isTerminal: true, environment: ["TERM": term]).redraws)
        #expect(!TerminalTraits(isTerminal: true, environment: [:]).redraws)
    }

    @Test("The first locale set decides the encoding") func encoding() {
        func unicode(_ environment: [String: String]) -> Bool {
            TerminalTraits(isTerminal: true, environment: environment).unicode
        }
        #expect(unicode(["LC_CTYPE": "C.utf8", "LANG": "C"]))
        #expect(!unicode(["LC_ALL": "C", "LANG": "de_DE.UTF-8"]))
        #expect(unicode(["LC_ALL": "", "LANG": "de_DE.UTF-8"]))
        #expect(!unicode([:]))
    }
}
