#!/usr/bin/env python3
"""A second opinion on when notes sound: `jazz play` over PulseAudio's null sink, recorded by parec.

    bench/pulse-onsets.py JAZZ [NOTES]

Plays claves at irregular times, finds where each begins in what the sink's monitor has heard, and in what `jazz render` writes
of the same file, and compares the distances from the first. Needs: pulseaudio, pulseaudio-utils, libasound2-plugins.
"""
import array, os, random, shutil, signal, subprocess, sys, tempfile, time

RATE = 48_000
TICKS = 480


def midi(times):
    def quantity(value):
        out = [value & 0x7F]
        while value := value >> 7:
            out.append(value & 0x7F | 0x80)
        return bytes(reversed(out))

    # 125 quarter notes a minute: 480 ticks of a millisecond each.
    track = b"\x00\xff\x51\x03" + (480_000).to_bytes(3, "big")
    now = 0
    for time_ in times:
        tick = round(time_ * 1000)
        track += quantity(tick - now) + bytes([0x99, 75, 127]) + quantity(60) + bytes([0x89, 75, 64])
        now = tick + 60
    track += quantity(500) + b"\xff\x2f\x00"
    return b"MThd" + bytes([0, 0, 0, 6, 0, 0, 0, 1]) + TICKS.to_bytes(2, "big") + b"MTrk" + len(track).to_bytes(4, "big") + track


def onsets(samples):
    """Frames at which sound begins after a twentieth of a second in which it has died away to a tenth of its peak."""
    left = [abs(s) for s in samples[::2]]
    peak = max(left, default=0)
    found, last = [], -RATE
    for frame, value in enumerate(left):
        if value > peak / 4:
            if frame - last > RATE // 20:
                found.append(frame)
            last = frame
    return found


def main():
    jazz = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    for tool in ("pulseaudio", "parec"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is not here; apt install pulseaudio pulseaudio-utils libasound2-plugins")
    random.seed(14)
    times, now = [], 0.5
    for _ in range(count):
        times.append(now)
        now += random.randint(200, 500) / 1000
    place = tempfile.mkdtemp()
    started = []
    try:
        path = lambda name: os.path.join(place, name)
        open(path("a.mid"), "wb").write(midi(times))
        environment = dict(os.environ, PULSE_SERVER="unix:" + path("socket"), HOME=place, XDG_RUNTIME_DIR=place)
        environment.pop("ALSA_CONFIG_PATH", None)
        started.append(subprocess.Popen(
            ["pulseaudio", "-n", "--use-pid-file=no", "--exit-idle-time=-1", "--daemonize=no",
             "-L", "module-native-protocol-unix auth-anonymous=1 socket=" + path("socket"),
             "-L", f"module-null-sink sink_name=nul rate={RATE}"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        for _ in range(100):
            if os.path.exists(path("socket")):
                break
            time.sleep(0.1)
        raw = open(path("heard.raw"), "wb")
        started.append(subprocess.Popen(
            ["parec", "-d", "nul.monitor", "--format=s16le", f"--rate={RATE}", "--channels=2"], env=environment, stdout=raw))
        time.sleep(1)
        subprocess.run([jazz, "play", "-q", "--device", "pulse", "--latency", "200", path("a.mid")], env=environment, check=True)
        time.sleep(1)
        started[1].send_signal(signal.SIGTERM)
        started[1].wait()
        subprocess.run([jazz, "render", "-q", "--rate", str(RATE), path("a.mid"), path("a.wav")], check=True)
        heard, meant = array.array("h"), array.array("h")
        data = open(path("heard.raw"), "rb").read()
        heard.frombytes(data[: len(data) // 4 * 4])
        meant.frombytes(open(path("a.wav"), "rb").read()[44:])
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()
        shutil.rmtree(place)
    heard, meant = onsets(heard), onsets(meant)
    if len(heard) != count or len(meant) != count:
        sys.exit(f"{count} notes were played, {len(heard)} heard and {len(meant)} rendered")
    errors = [(h - heard[0] - m + meant[0]) * 1000 / RATE for h, m in zip(heard, meant)]
    if "-v" in sys.argv:
        print(heard[:6], meant[:6], [round(e, 1) for e in errors])
    print(f"{count} onsets, relative to the first: {min(errors):+.2f} … {max(errors):+.2f} ms")
    sys.exit(0 if max(map(abs, errors)) <= 1.5 else 1)


main()
