#!/usr/bin/env python3
"""Runs a command of MPI on ranks that are as if on machines of their own, on a network that is slow: a network namespace each.

    bench/slow-network.py RANKS MBIT-PER-SECOND MILLISECONDS COMMAND …

Each namespace has a card (TAP) whose frames this program carries: so many a second each way, and so late. It does in user space what
`tc netem` and `tc tbf` do in kernels that have them. Needs root, ip, mpirun (Open MPI 4).
"""

import fcntl
import heapq
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time

MTU = 9000
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 2, 0x1000


def run(*words):
    subprocess.run(words, check=True)


def card(number):
    """A card in a namespace of its own, and the file that its frames come through."""
    space, name = f"woodshed{number}", f"wood{number}"
    run("ip", "netns", "add", space)
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    run("ip", "link", "set", name, "mtu", str(MTU), "netns", space)
    inside = ["ip", "netns", "exec", space, "ip"]
    run(*inside, "link", "set", "lo", "up")
    run(*inside, "addr", "add", f"10.77.0.{number + 1}/24", "dev", name)
    run(*inside, "link", "set", name, "up", "txqueuelen", "10000")
    return tap


def carry(taps, rate, delay, child):
    """Carries frames until the child has ended."""
    ports, outgoing, incoming = {}, [0.0] * len(taps), [0.0] * len(taps)
    due, number = [], 0
    poller = select.poll()
    for port, tap in enumerate(taps):
        poller.register(tap, select.POLLIN)
        ports[tap] = port
    addresses = {}
    while child.poll() is None:
        now = time.monotonic()
        while due and due[0][0] <= now:
            _, _, port, frame = heapq.heappop(due)
            try:
                os.write(taps[port], frame)
            except OSError:
                pass
        wait = 50 if not due else max(0, (due[0][0] - time.monotonic()) * 1e3)
        # Below a millisecond poll would wait too long.
        if 0 < wait < 1:
            time.sleep(wait / 1e3)
            wait = 0
        for tap, _ in poller.poll(wait):
            for _ in range(32):
                try:
                    frame = os.read(tap, MTU + 64)
                except BlockingIOError:
                    break
                now, port = time.monotonic(), ports[tap]
                addresses[frame[6:12]] = port
                took = len(frame) * 8 / rate
                outgoing[port] = max(now, outgoing[port]) + took
                target = addresses.get(frame[:6])
                for other in range(len(taps)) if target is None else [target]:
                    if other == port:
                        continue
                    incoming[other] = max(outgoing[port], incoming[other] + took)
                    number += 1
                    heapq.heappush(due, (incoming[other] + delay, number, other, frame))


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    count, rate, delay = int(sys.argv[1]), float(sys.argv[2]) * 1e6, float(sys.argv[3]) / 1e3
    taps, child = [], None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        agent, hosts = f"{folder}/agent", f"{folder}/hosts"
        with open(agent, "w") as file:
            # In place of ssh: HOST COMMAND …
            file.write('#!/bin/sh\nlast=${1##*.}\nshift\nexec ip netns exec "woodshed$((last - 1))" sh -c "$*"\n')
        os.chmod(agent, 0o755)
        with open(hosts, "w") as file:
            file.writelines(f"10.77.0.{number + 1} slots=1\n" for number in range(count))
        try:
            for number in range(count):
                taps.append(card(number))
            network = ["--mca", "btl", "self,tcp"]
            for layer in ("btl", "oob"):
                network += ["--mca", f"{layer}_tcp_if_include", "10.77.0.0/24"]
            # All share this machine's processors: who waits makes room.
            child = subprocess.Popen(
                ["ip", "netns", "exec", "woodshed0", "mpirun", "--quiet", "--allow-run-as-root", "--oversubscribe", "--bind-to",
                 "none", "-n", str(count), "--hostfile", hosts, "--mca", "plm_rsh_agent", agent, "--mca",
                 "mpi_yield_when_idle", "1", *network, *sys.argv[4:]])
            carry(taps, rate, delay, child)
            return child.returncode
        finally:
            if child and child.poll() is None:
                child.terminate()
            for number, tap in enumerate(taps):
                os.close(tap)
            for number in range(count):
                subprocess.run(["ip", "netns", "del", f"woodshed{number}"], check=False)


sys.exit(main())
