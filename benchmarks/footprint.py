"""Start-up and ending time and memory of `jipsa run` with everything embedded, servers included.

python -m benchmarks.footprint [--runs 5]
"""

import argparse
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx


def resident_mb(pid: int) -> dict[str, float]:
    """Resident memory, MB, of a process and its children, by name."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found: dict[str, float] = {}
    for one in (pid, *map(int, children)):
        name = Path(f"/proc/{one}/comm").read_text().strip()
        for line in Path(f"/proc/{one}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                found[name] = found.get(name, 0.0) + int(line.split()[1]) / 1024
    return found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=5)
    runs = options.parse_args().runs
    starts, ends, memory = [], [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            port = _free_port()
            began = time.monotonic()
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run", "--no-chat", "--port", str(port), "--state-dir", folder],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            _wait_ready(port)
            starts.append(time.monotonic() - began)
            time.sleep(2)
            memory.append(resident_mb(process.pid))
            told = time.monotonic()
            process.send_signal(signal.SIGINT)
            process.wait(20)
            ends.append(time.monotonic() - told)
    print(f"start to ready: median {statistics.median(starts):.2f} s, worst {max(starts):.2f} s of {runs}")
    print(f"Ctrl-C to end: median {statistics.median(ends):.2f} s, worst {max(ends):.2f} s")
    for name in memory[0]:
        print(f"resident {name}: {statistics.median(one.get(name, 0.0) for one in memory):.0f} MB")
    print(f"resident together: {statistics.median(sum(one.values()) for one in memory):.0f} MB")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_ready(port: int) -> None:
    end = time.monotonic() + 60
    # one client for all: making one costs more than what is measured
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, verify=False) as client:  # noqa: S501
        while time.monotonic() < end:
            try:
                if client.get("/readyz").status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.02)
    raise SystemExit("it did not become ready")


if __name__ == "__main__":
    main()
