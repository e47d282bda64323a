#!/usr/bin/env python3
"""Uses the studio's page in real browsers, as a person would: every feature, at three sizes, light and dark.

    page.py [--studio PATH] [--shots DIR] [--browsers chromium,firefox]

Starts the studio (PATH: the executable; `./woodshed studio --no-open` builds it) on a free port with a folder of its own
for projects. Needs Debian's chromium, chromium-driver and firefox-esr, and from PyPI selenium, marionette-driver and
axe-selenium-python (axe-core 4, for the accessibility checks). Exits with 1 where anything fails, with a line for each.
"""
import argparse, base64, json, os, shutil, signal, socket, subprocess, sys, tempfile, time
import urllib.parse, urllib.request

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
failures = []


def check(holds, what):
    print(('ok    ' if holds else 'FAILS ') + what, flush=True)
    if not holds:
        failures.append(what)
    return holds


def free_port():
    with socket.socket() as found:
        found.bind(('127.0.0.1', 0))
        return found.getsockname()[1]


class Studio:
    def __init__(self, path):
        self.folder = tempfile.mkdtemp(prefix='studio-page-')
        self.port = free_port()
        started = time.time()
        self.process = subprocess.Popen([path, '--port', str(self.port), '--dir', self.folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(200):
            try:
                socket.create_connection(('127.0.0.1', self.port), 0.2).close()
                break
            except OSError:
                time.sleep(0.02)
        print(f'      the studio answers after {1000 * (time.time() - started):.0f} ms')
        self.address = f'http://127.0.0.1:{self.port}/'

    def memory(self):
        for line in open(f'/proc/{self.process.pid}/status'):
            if line.startswith('VmHWM'):
                return int(line.split()[1]) // 1024
        return 0

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        started = time.time()
        status = self.process.wait(5)
        check(status == 143, f'SIGTERM ends the studio with 143 (was {status}, {1000 * (time.time() - started):.0f} ms)')
        shutil.rmtree(self.folder, ignore_errors=True)


class Browser:
    """What both drivers can do: run JavaScript. Clicks and keys are real events of the driver."""

    def wait(self, condition, what, seconds=15):
        end = time.time() + seconds
        while time.time() < end:
            if self.js(f'return Boolean({condition})'):
                return True
            time.sleep(0.03)
        check(False, f'{self.name}: {what} within {seconds} s')
        return False

    def text(self, css):
        return self.js('return document.querySelector(arguments[0])?.textContent ?? ""', css)

    def count(self, css):
        return self.js('return document.querySelectorAll(arguments[0]).length', css)

    def open(self, address):
        self.get(address)
        self.wait('document.body?.classList.contains("ready")', 'the page is ready')
        self.js('''window.complaints = []; addEventListener("error", e => complaints.push(e.message));
            addEventListener("unhandledrejection", e => complaints.push(String(e.reason)));
            addEventListener("securitypolicyviolation", e => complaints.push("CSP: " + e.blockedURI));''')


class Chromium(Browser):
    name = 'chromium'

    def __init__(self):
        from selenium import webdriver
        from selenium.webdriver.chrome.options import Options
        from selenium.webdriver.chrome.service import Service
        options = Options()
        options.binary_location = shutil.which('chromium')
        for argument in ('--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required'):
            options.add_argument(argument)
        options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which('chromedriver')))

    def get(self, address): self.driver.get(address)
    def js(self, script, *values): return self.driver.execute_script(script, *values)
    def click(self, css): self.driver.find_element('css selector', css).click()
    def keys(self, css, text): self.driver.find_element('css selector', css).send_keys(text)
    def size(self, width, height): self.driver.set_window_size(width, height)
    def shot(self, path): self.driver.save_screenshot(path)
    def errors(self): return [line['message'] for line in self.driver.get_log('browser') if line['level'] in ('SEVERE', 'WARNING')]
    def end(self): self.driver.quit()


class Firefox(Browser):
    name = 'firefox'

    def __init__(self):
        from marionette_driver.marionette import Marionette
        self.profile = tempfile.mkdtemp(prefix='studio-firefox-')
        port = free_port()
        with open(f'{self.profile}/user.js', 'w') as preferences:
            preferences.write(f'user_pref("marionette.port", {port});\nuser_pref("media.autoplay.default", 0);\n')
        self.process = subprocess.Popen(['firefox-esr', '--headless', '--marionette', '--no-remote', '--profile', self.profile], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(150):
            try:
                socket.create_connection(('127.0.0.1', port), 0.2).close()
                break
            except OSError:
                time.sleep(0.1)
        self.driver = Marionette(host='127.0.0.1', port=port)
        self.driver.start_session()

    def get(self, address): self.driver.navigate(address)
    def js(self, script, *values): return self.driver.execute_script(script, script_args=list(values), sandbox=None)
    def click(self, css): self.driver.find_element('css selector', css).click()
    def keys(self, css, text): self.driver.find_element('css selector', css).send_keys(text)
    def size(self, width, height): self.driver.set_window_rect(width=width, height=height)
    def shot(self, path):
        with open(path, 'wb') as file:
            file.write(base64.b64decode(self.driver.screenshot(full=False)))
    def errors(self): return []

    def end(self):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.profile, ignore_errors=True)


def pointer(browser, css, points, shift=False):
    """A drag over an element, through the page's own events: points are fractions of its width and pixels from its top."""
    browser.js('''const element = document.querySelector(arguments[0]), box = element.getBoundingClientRect();
        const send = (type, [x, y]) => element.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerId: 1,
          pointerType: "mouse", button: 0, buttons: 1, shiftKey: arguments[2], clientX: box.left + x * box.width, clientY: box.top + y }));
        const points = arguments[1]; send("pointerdown", points[0]); for (const point of points.slice(1)) send("pointermove", point); send("pointerup", points.at(-1));''',
               css, points, shift)


def music(browser, studio, shots):
    name = browser.name
    browser.keys('#chart-text', 'title: Test\nDm7 | Xq7 | Cmaj7 | A7b9')
    browser.wait('document.querySelector(".bar.wrong")', 'a mistake is marked in its bar')
    check('Xq7' in browser.text('.mistakes'), f'{name}: the mistake is named: {browser.text(".mistakes")[:80]}')
    browser.js('const t = document.querySelector("#chart-text"); t.value = "<img src=x onerror=alert(1)> | Dm7"; t.dispatchEvent(new Event("input"))')
    time.sleep(0.6)
    check(browser.count('.chart img, .toast img') == 0, f'{name}: text of a chart stays text')
    browser.js('const t = document.querySelector("#chart-text"); t.value = "Dm7 | G7 | Cmaj7 | A7b9"; t.dispatchEvent(new Event("input"))')
    browser.wait('document.querySelectorAll(".chart .bar").length === 4 && !document.querySelector(".bar.wrong")', 'the chart is four boxes')
    started = time.time()
    browser.click('#make')
    browser.wait('!document.querySelector("#play").disabled', 'a piece is made')
    made = time.time() - started
    check(made < 5, f'{name}: Make to the roll {1000 * made:.0f} ms')
    if browser.name == 'chromium':
        browser.wait('!/bar 1 . 1 +0:00/.test(document.querySelector("#place").textContent)', 'the playhead moves')
    browser.js('window.was = document.querySelector("#piece-title").textContent')
    # Seeds, undo and redo.
    browser.click('#make')
    time.sleep(1.2)
    browser.click('#undo')
    time.sleep(0.4)
    check(browser.text('#piece-title') == browser.js('return window.was'), f'{name}: undo brings the piece before')
    browser.click('#redo')
    time.sleep(0.3)
    check(not browser.js('return document.querySelector("#undo").disabled'), f'{name}: redo')
    # Bars: select on the ruler, again, vary.
    pointer(browser, '.roll', [[0.1, 12], [0.15, 12], [0.3, 12]])
    for label in ('Again', 'Keep rhythm', 'Keep pitches', 'Up', 'Down'):
        browser.js('window.before = document.querySelector("#piece-title").dataset.piece')
        browser.js('for (const b of document.querySelectorAll("#music .tools-row button")) if (b.textContent === arguments[0]) b.click()', label)
        done = browser.wait('document.querySelector("#piece-title").dataset.piece !== window.before', f'{label} of bars')
        check(done, f'{name}: {label} → {browser.js("return document.querySelector(`#undo`).title")}')
        time.sleep(0.2)
    # Notes: draw one, move it by keys, explain, delete.
    browser.click('[data-tool=draw]')
    pointer(browser, '.roll', [[0.35, 90], [0.36, 90], [0.37, 90]])
    check(browser.wait('/Draw a note/.test(document.querySelector("#undo").title)', 'a note is drawn'), f'{name}: draw a note')
    browser.click('[data-tool=select]')
    browser.js('document.querySelector(".roll").focus()')
    browser.keys('.roll', '\ue014\ue014')
    time.sleep(0.2)
    browser.keys('.roll', '\ue013')
    check(browser.wait('/Move notes/.test(document.querySelector("#undo").title)', 'a note is moved by key'), f'{name}: move a note by key; it says “{browser.text("#status")}”')
    browser.keys('.roll', '\ue007')
    browser.wait('document.querySelector(".explained")', 'a note is explained', 20)
    check(browser.count('.alternatives button') > 2, f'{name}: what the network would have played: {browser.text(".explained")[:120]}')
    browser.shot(f'{shots}/{name}-explain.png')
    browser.keys('.roll', '\ue017')
    browser.wait('/Delete a note/.test(document.querySelector("#undo").title)', 'a note is deleted')
    # Takes.
    browser.click('#make-takes')
    browser.wait('document.querySelectorAll(".card").length >= 4', 'takes are cards', 40)
    browser.js('document.querySelector(".card .buttons button").click()')
    time.sleep(0.5)
    browser.js('document.querySelectorAll(".card .strong")[1].click()')
    browser.wait('document.querySelector(".card.using")', 'a take is used')
    browser.shot(f'{shots}/{name}-takes.png')
    browser.js('for (const b of document.querySelectorAll("#view button")) if (b.textContent === "Compare two") b.click()')
    browser.wait('document.querySelector("dialog .compare")', 'two takes are compared', 20)
    browser.js('document.querySelector("dialog").close()')
    # Mute, solo, loop, tempo.
    browser.click('[data-mute=drums]')
    browser.click('[data-solo=lead]')
    check(browser.js('return document.querySelector("[data-mute=bass]").parentElement.classList.contains("silent")'), f'{name}: solo silences the others')
    browser.click('[data-solo=lead]')
    browser.click('[data-mute=drums]')
    browser.click('#loop')
    check(browser.js('return document.querySelector("#loop").getAttribute("aria-pressed")') == 'true', f'{name}: loop')
    browser.click('#loop')
    # What the chart has and the controls ask for; a manner from a file.
    browser.js('const t = document.querySelector("#chart-text"); t.value = "[Verse]\\nFmaj7 | C7\\n[A]\\nDm7 | G7 | Cmaj7 | A7b9"; t.dispatchEvent(new Event("input"))')
    browser.wait('document.querySelectorAll(".chart .bar").length === 6', 'a chart with a verse')
    for label in ('Verse', 'Count-in', 'Pedal'):
        browser.js('''const label = [...document.querySelectorAll(".controls label")].find(label => label.firstChild.textContent === arguments[0]);
            const field = document.getElementById(label.htmlFor);
            if (field.type === "checkbox") field.checked = true; else field.value = "1";
            field.dispatchEvent(new Event("change"));''', label)
    with urllib.request.urlopen(f'{studio.address}api/pieces/' + browser.js('return document.querySelector("#piece-title").dataset.piece') + '.mid') as answer:
        midi = list(answer.read())
    browser.js('''const button = document.querySelector("[data-from=manner]"), input = button.previousSibling, data = new DataTransfer();
        data.items.add(new File([new Uint8Array(arguments[0])], "like.mid")); input.files = data.files; input.dispatchEvent(new Event("change"));''', midi)
    browser.wait('[...document.querySelectorAll(".controls input[type=text]")].some(field => field.value.includes("leaps="))', 'a manner is taken from a file')
    browser.js('window.before = document.querySelector("#piece-title").dataset.piece')
    browser.click('#make')
    browser.wait('document.querySelector("#piece-title").dataset.piece !== window.before', 'a piece with a verse and a count-in')
    # Views.
    for tab, css in (('notation', '.system'), ('chart', '.bars.played .bar'), ('score', '.measures .band'), ('keep', '#keep-name')):
        browser.click(f'#tab-{tab}')
        browser.wait(f'document.querySelector({json.dumps(css)})', f'the view {tab}', 25)
        browser.js('document.querySelector(".below").scrollIntoView()')
        time.sleep(0.3)
        browser.shot(f'{shots}/{name}-{tab}.png')
        browser.js('scrollTo(0, 0)')
    browser.js('for (const b of document.querySelectorAll("#view button")) if (b.textContent === "Keep") b.click()')
    browser.wait('document.querySelector(".kept li")', 'a piece is kept')
    # A link that holds a piece.
    browser.wait('document.querySelector("#saved").textContent === "saved"', 'the desk is saved')
    named = urllib.parse.quote(browser.text('#project-name'), safe='')
    with urllib.request.urlopen(f'{studio.address}api/projects/{named}') as answer:
        recipe = json.load(answer)['document']['piece']
    title = browser.text('#piece-title')
    browser.open(f'{studio.address}?fresh#piece={urllib.parse.quote(recipe, safe="")}')
    browser.wait('document.querySelector("#piece-title").textContent !== "Nothing made yet"', 'a link opens')
    check(browser.text('#piece-title') == title, f'{name}: a link makes the same piece again')
    files = [file for _, _, found in os.walk(studio.folder) for file in found]
    check(any(file.endswith('.mid') for file in files) and any(file == 'project.json' for file in files), f'{name}: the project is plain files: {sorted(set(files))[:8]}')


def playhead(browser, studio):
    """Where the playhead is while a known piece sounds, against what the sound card is given: the page's own sound goes through Web Audio,
    and the last samples that went are looked for in the file."""
    name = browser.name
    # Firefox's driver gives scripts modules of their own, in which there is another player.
    if name != 'chromium':
        return
    browser.js('location.hash = "#music"')
    browser.js('const t = document.querySelector("#chart-text"); t.value = "tempo: 180\\nDm7 | G7 | Cmaj7 | A7b9"; t.dispatchEvent(new Event("input"))')
    browser.wait('document.querySelectorAll(".chart .bar").length === 4', 'a chart of four bars')
    # What an earlier piece asked for, such as a verse, is not in this chart.
    browser.js('for (const button of document.querySelectorAll("button.reset")) if (!button.hidden) button.click()')
    browser.js('window.before = document.querySelector("#piece-title").dataset.piece; window.heard = null;')
    browser.click('#make')
    browser.wait('document.querySelector("#piece-title").dataset.piece && document.querySelector("#piece-title").dataset.piece !== window.before', 'a piece to follow')
    browser.js('''(async () => {
        const { player } = await import("/music.js");
        player.pause();
        const rate = 44100, context = new AudioContext({ sampleRate: rate }), tap = new AnalyserNode(context, { fftSize: 32768 });
        const play = HTMLMediaElement.prototype.play;
        HTMLMediaElement.prototype.play = function () {
          HTMLMediaElement.prototype.play = play;
          context.createMediaElementSource(this).connect(tap).connect(context.destination);
          return play.call(this);
        };
        const file = await (await fetch(`/api/pieces/${player.piece.id}.wav`)).arrayBuffer();
        const sound = await context.decodeAudioData(file), [left, right] = [sound.getChannelData(0), sound.getChannelData(1)];
        const samples = left.map((value, index) => (value + right[index]) / 2);   // as the analyser mixes both sides
        await context.resume();
        player.seek(0);
        await player.play();
        const perSecond = player.tempo * player.piece.ticksPerQuarter / 60, taken = [], errors = [];
        await new Promise(done => {
          const began = performance.now(), frame = () => {
            const buffer = new Float32Array(tap.fftSize);
            tap.getFloatTimeDomainData(buffer);
            if (player.playing) taken.push({ buffer: buffer.slice(-4096), shown: player.position / perSecond });
            if (performance.now() - began < 5000) requestAnimationFrame(frame); else done();
          };
          requestAnimationFrame(frame);
        });
        player.pause();
        // Where the file goes along best with what went by.
        for (const { buffer, shown } of taken) {
          if (shown < 0.5 || Math.max(...buffer.map(Math.abs)) < 0.02) continue;
          let best = -1, at = 0;
          const first = Math.max(0, Math.round((shown - 0.3) * rate) - 4096), last = Math.min(samples.length - 4096, Math.round((shown + 0.3) * rate) - 4096);
          const fit = (start, step) => { let product = 0, power = 1e-9; for (let i = 0; i < 4096; i += step) { product += buffer[i] * samples[start + i]; power += samples[start + i] ** 2; } return product / Math.sqrt(power); };
          for (let start = first; start <= last; start += 1) { const value = fit(start, 16); if (value > best) { best = value; at = start; } }
          errors.push({ error: shown - (at + 4096) / rate, fit: fit(at, 1) / Math.hypot(...buffer) });
        }
        window.heard = { errors: errors.filter(one => one.fit > 0.8).map(one => one.error * 1000), frames: taken.length, latency: (context.outputLatency || 0) * 1000 };
      })().catch(error => { window.heard = { problem: String(error) }; });''')
    browser.wait('window.heard', 'the playhead is followed', 120)
    heard = browser.js('return window.heard')
    errors = sorted(heard.get('errors', []))
    if not check(len(errors) > 20, f'{name}: the playhead is followed: {len(errors)} frames {heard.get("problem", "")}'):
        return
    middle = errors[len(errors) // 2]
    near = sum(1 for error in errors if abs(error) <= 20) / len(errors)
    print(f'      {name}: the playhead less the sound {errors[0]:.1f} … {errors[-1]:.1f} ms, in the median {middle:.1f}; {100 * near:.0f} % within 20 ms; the output takes {heard["latency"]:.0f} ms more')
    check(near >= 0.95, f'{name}: the playhead is within 20 ms of the sound')


def words(browser, studio, shots):
    name = browser.name
    browser.click('[data-room=text]')
    browser.wait('document.querySelector("#model option")', 'the models are there')
    browser.keys('#page', 'The king said')
    browser.wait('document.querySelectorAll("#alternatives button").length > 3', 'alternatives')
    browser.click('#write')
    browser.wait('document.querySelector("#page").value.length > 60 && document.querySelector("#write").textContent === "Write"', 'text streams in', 30)
    written = browser.js('return document.querySelector("#page").value')
    check(written.startswith('The king said'), f'{name}: it goes on from what stands there: {written[:60]!r}')
    for label, css in (('Surprise', '.heat span'), ('Temperatures side by side', 'dialog #heats')):
        browser.js('for (const b of document.querySelectorAll("#text .tools-row button")) if (b.textContent === arguments[0]) b.click()', label)
        browser.wait(f'document.querySelector({json.dumps(css)})', label, 20)
    browser.js('document.querySelector("dialog .strong").click()')
    browser.wait('document.querySelectorAll("#beside pre").length === 4', 'four temperatures', 60)
    browser.shot(f'{shots}/{name}-text.png')
    # A corpus, learned for a few seconds.
    browser.js('''(async () => { const text = "the cat sat on the mat. the dog sat on the log. ".repeat(400);
        const data = new DataTransfer(); data.items.add(new File([text], "Cats.txt", { type: "text/plain" }));
        dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); })()''')
    browser.wait('document.querySelector("#learn-time")', 'a dropped text asks how to learn', 20)
    browser.js('document.querySelector("#learn-time").value = 0.1; document.querySelector("dialog .strong").click()')
    browser.wait('document.querySelector(".job")', 'a job is shown', 20)
    browser.wait('document.querySelector(".curve svg")', 'the loss curve is drawn', 60)
    browser.shot(f'{shots}/{name}-learning.png')
    browser.wait('[...document.querySelectorAll(".job .strong")].some(b => !b.hidden)', 'learning ends', 90)
    browser.js('[...document.querySelectorAll(".job .strong")].find(b => !b.hidden).click()')
    browser.wait('document.querySelector("#model").value === "Cats"', 'the new model writes')


def projects(browser, studio, shots):
    browser.click('[data-room=projects]')
    browser.wait('document.querySelector("#projects .card")', 'projects are listed')
    browser.shot(f'{shots}/{browser.name}-projects.png')


def sizes(browser, studio, shots):
    for width, height, scheme in ((360, 740, 'light'), (1280, 800, 'dark'), (3840, 2160, 'light')):
        browser.size(width, height)
        browser.js('document.documentElement.dataset.theme = arguments[0]', scheme)
        for room in ('music', 'text', 'projects'):
            browser.js('location.hash = arguments[0]', f'#{room}')
            time.sleep(0.7)
            wide = browser.js('return [document.documentElement.scrollWidth, innerWidth]')
            check(wide[0] <= wide[1], f'{browser.name}: {room} fits {width} px ({wide[0]} of {wide[1]})')
            browser.shot(f'{shots}/{browser.name}-{room}-{width}.png')
    browser.size(1440, 1000)


def accessible(browser):
    import axe_selenium_python
    script = os.path.join(os.path.dirname(axe_selenium_python.__file__), 'node_modules', 'axe-core', 'axe.min.js')
    with open(script) as file:
        browser.js(file.read())
    for room in ('music', 'text', 'projects'):
        browser.js('location.hash = arguments[0]', f'#{room}')
        # With a message, an error and what is told to screen readers.
        browser.js('import("/dom.js").then(({ toast, complain, say }) => { toast("A message"); complain(new Error("An error")); say("Said"); })')
        time.sleep(0.8)
        for scheme in ('light', 'dark'):
            browser.js('document.documentElement.dataset.theme = arguments[0]; window.found = null; axe.run().then(r => { window.found = r.violations.map(v => `${v.impact} ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 100)}`); })', scheme)
            browser.wait('window.found', 'axe has looked', 30)
            found = browser.js('return window.found')
            grave = [line for line in found if not line.startswith('minor')]
            check(not grave, f'{browser.name}: {room}, {scheme}: no finding of axe that is more than minor {grave}')
            for line in found:
                print('      ' + line)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--studio', default=f'{root}/.build/release/studio')
    parser.add_argument('--shots', default=tempfile.mkdtemp(prefix='studio-shots-'))
    parser.add_argument('--browsers', default='chromium,firefox')
    arguments = parser.parse_args()
    os.makedirs(arguments.shots, exist_ok=True)
    for name in arguments.browsers.split(','):
        studio = Studio(arguments.studio)
        browser = {'chromium': Chromium, 'firefox': Firefox}[name]()
        try:
            browser.size(1440, 1000)
            browser.open(studio.address)
            music(browser, studio, arguments.shots)
            playhead(browser, studio)
            words(browser, studio, arguments.shots)
            projects(browser, studio, arguments.shots)
            accessible(browser)
            sizes(browser, studio, arguments.shots)
            complaints = (browser.js('return window.complaints ?? []') or []) + browser.errors()
            check(not complaints, f'{name}: no error on the console {complaints[:5]}')
            toasts = browser.js('return [...document.querySelectorAll(".toast.error")].map(t => t.textContent)')
            print(f'      messages: {toasts}; the studio took {studio.memory()} MB at most')
        finally:
            browser.end()
            studio.stop()
    print(f'{len(failures)} failures; pictures in {arguments.shots}')
    sys.exit(1 if failures else 0)


main()
