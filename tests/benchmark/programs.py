# SPDX-License-Identifier: MIT
"""The programs that are measured, and the server they talk to."""
import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

# of those that a container leaves us
SERVER_CPU, CLIENT_CPU = (sorted(os.sched_getaffinity(0)) * 2)[:2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Truth:
    """A truth-server of one shape. `records` holds its log once it has ended."""

    def __init__(self, programs, **settings):
        self.port = free_port()
        self.log = programs.work / "truth.jsonl"
        self.environment = {"TRUTH_LOG": str(self.log), "TRUTH_CPU": str(SERVER_CPU)}
        for name, value in settings.items():
            self.environment["TRUTH_" + name.upper()] = str(value)
        self.binary = str(programs.truth_server)
        self.records = []

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.binary, "--port", str(self.port)], env={**os.environ, **self.environment})
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return self
            if self.process.poll() is not None:
                sys.exit("benchmark: truth-server ended early")
            time.sleep(0.01)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.read_log()

    def read_log(self):
        self.records = [json.loads(line) for line in self.log.read_text().splitlines()]

    def chats(self):
        return [record for record in self.records if record["kind"] == "chat"]

    def one(self, kind):
        return next(record for record in self.records if record["kind"] == kind)


class Usage:
    """What a program used: processor and wall seconds, peak bytes."""

    def __init__(self, programs, argv, environment=None):
        report = programs.work / "usage.json"
        code = subprocess.run([programs.measured_run, report, *argv], stdout=subprocess.DEVNULL,
                              preexec_fn=lambda: os.sched_setaffinity(0, {CLIENT_CPU}),
                              env={**os.environ, **(environment or {})}).returncode
        if code != 0:
            sys.exit(f"benchmark: exit code {code}: {' '.join(map(str, argv))}")
        used = json.loads(report.read_text())
        self.wall_s, self.cpu_s = used["wall_s"], used["cpu_s"]
        self.peak_bytes = used["peak_bytes"]


class Programs:
    def __init__(self, folder, work, seed_script):
        folder = pathlib.Path(folder)
        self.moebench = folder / "moebench"
        self.truth_server = folder / "truth-server"
        self.floor_client = folder / "floor-client"
        self.measured_run = folder / "measured-run"
        self.calibration_calls = folder / "calibration-calls"
        self.seed_script = pathlib.Path(seed_script) if seed_script else None
        self.work = pathlib.Path(work)
        self.work.mkdir(parents=True, exist_ok=True)

    def floor(self, server, requests, stream, samples=False):
        """Usage, and samples where they are wanted."""
        path = self.work / "floor.jsonl"
        argv = [self.floor_client, str(server.port), str(requests), "stream" if stream else "plain"]
        usage = Usage(self, argv + ([path] if samples else []))
        return usage, read_lines(path) if samples else None

    def measure(self, server, requests, stream, samples=True):
        """moebench as people run it: result, samples and log are written."""
        usage = Usage(self, self.command(
            "--url", f"http://127.0.0.1:{server.port}", "-r", str(requests),
            "--stream" if stream else "--no-stream"))
        return usage, read_lines(self.work / "moebench.jsonl") if samples else None

    def measure_own_server(self, server, requests):
        argv = self.command("--server-bin", server.binary, "--model", "truth.gguf",
                            "--port", str(server.port), "-r", str(requests), "--no-stream")
        return Usage(self, argv, server.environment)

    def command(self, *flags):
        return [self.moebench, "--suite", "base", "--warmup-s", "0", "--quiet", "--progress",
                "never", "--out", self.work / "moebench.json", *flags]

    def seed(self, server, duration_s):
        """The original script with a server of its own: its processor time, and its requests."""
        out = self.work / "seed.json"
        argv = [sys.executable, self.seed_script, "--server-bin", server.binary, "--repo", "truth",
                "--suite", "base", "--port", str(server.port), "--warmup-s", "0",
                "--duration-s", str(duration_s), "--out", out, "--log", self.work / "seed.log"]
        usage = Usage(self, argv, server.environment)
        server.read_log()
        # it waited for its server, so the system counts the server's time as its own
        usage.cpu_s -= server.one("server")["cpu_s"]
        return usage, json.loads(out.read_text())["summary"]["requests"]


def read_lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]
