#!/usr/bin/env python3
"""Run a real Elasticsearch, one node or a cluster, from its released jars.

    es_node.py install                                                  fetches the jars, once
    es_node.py up [--nodes N] [--port 9200] [--heap 512m] [--dir DIR]   prints the nodes' URLs
    es_node.py kill NUMBER [--dir DIR]                                  kill -9 of one node, for fault tests
    es_node.py down [--dir DIR] [--purge]

Needs `mvn` and a JDK >= 17 (Debian: `maven`, `openjdk-17-jdk-headless`). The jars (40 MB) are
fetched once, by Maven, into a cache folder; DIR holds a cluster's data, logs and process ids. Nodes
listen on 127.0.0.1 only: HTTP on PORT, PORT+1, ..., transport on PORT+100, .... That server has the
core analysis only, and no `_delete_by_query`, `_reindex`, painless or `GET /`. For tests and
development; a production cluster is installed as Elastic documents it.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = "8.18.8"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "elasticsearch-node" / VERSION

# Several nodes on one machine are there to be killed: they had better start soon than run fast.
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]

LOG4J = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %-5p %c{1.} %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""
MODULE = f"""\
name=transport-netty4
description=Netty 4 based transport implementation
version={VERSION}
elasticsearch.version={VERSION}
java.version=17
classname=org.elasticsearch.transport.netty4.Netty4Plugin
extended.plugins=
has.native.controller=false
"""


def install() -> Path:
    """Lay the jars out as an Elasticsearch home in the cache folder, once; the home."""
    dist = CACHE / "dist"
    if (dist / "complete").exists():
        return dist
    shutil.rmtree(dist, ignore_errors=True)
    lib, module, config = dist / "lib", dist / "modules" / "transport-netty4", dist / "config"
    for folder in (lib, module, config, dist / "plugins", dist / "classes"):
        folder.mkdir(parents=True)
    maven = ["mvn", "-q", "-B", "-Dstyle.color=never", "-f", HERE / "pom.xml"]
    subprocess.run(
        [*maven, "dependency:copy-dependencies", f"-DoutputDirectory={lib}"],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )
    for jar in [*lib.glob("netty-*.jar"), *lib.glob("transport-netty4-*.jar")]:
        jar.rename(module / jar.name)
    (module / "plugin-descriptor.properties").write_text(MODULE)
    (config / "log4j2.properties").write_text(LOG4J)
    subprocess.run(
        ["javac", "-cp", f"{lib}/*", "-d", dist / "classes", HERE / "ElasticsearchNode.java"], check=True
    )
    (dist / "complete").touch()
    return dist


def health(url: str) -> dict[str, object] | None:
    """The cluster's health as the node at the URL sees it, or None where nothing answers."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=2) as answer:
            return json.load(answer)
    except (urllib.error.URLError, OSError):
        return None


def up(root: Path, nodes: int, port: int, heap: str) -> list[str]:
    """Start a cluster whose data, logs and process ids are in root; its URLs once all nodes see each other."""
    dist = install()
    names = [f"node-{i}" for i in range(nodes)]
    seeds = ",".join(f"127.0.0.1:{port + 100 + i}" for i in range(nodes))
    if nodes == 1:
        joining = {"discovery.type": "single-node"}
    else:
        joining = {"discovery.seed_hosts": seeds, "cluster.initial_master_nodes": ",".join(names)}
    for i, name in enumerate(names):
        start(root, dist, name, heap, {**node_settings(name, port, i), **joining})
    urls = [f"http://127.0.0.1:{port + i}" for i in range(nodes)]
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        answers = [health(url) for url in urls]
        if all(a and a["number_of_nodes"] == nodes and a["status"] != "red" for a in answers):
            return urls
        time.sleep(0.5)
    down(root)
    sys.exit(f"Elasticsearch did not come up in 240 s: see {root}/node-*.log")


def node_settings(name: str, port: int, number: int) -> dict[str, str]:
    """What a node is told of itself; `number` counts the cluster's nodes from 0."""
    return {
        "cluster.name": f"local-{port}",
        "node.name": name,
        "http.host": "127.0.0.1",
        "http.port": str(port + number),
        "transport.host": "127.0.0.1",
        "transport.port": str(port + 100 + number),
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }


def start(root: Path, dist: Path, name: str, heap: str, settings: dict[str, str]) -> None:
    """Start one node in the background, in a session of its own; its process id goes to root/NAME.pid."""
    data = root / "data" / name
    data.mkdir(parents=True, exist_ok=True)
    quick = QUICK if "discovery.seed_hosts" in settings else []
    java = ["java", *quick, f"-Xms{heap}", f"-Xmx{heap}", "-cp", f"{dist}/lib/*:{dist}/classes"]
    with (root / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [*java, "ElasticsearchNode", dist, data, *(f"{key}={value}" for key, value in settings.items())],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    (root / f"{name}.pid").write_text(str(process.pid))


def stop(pidfile: Path, how: signal.Signals) -> None:
    """End the node whose process id the file holds, and wait up to ten seconds for its end."""
    pid = int(pidfile.read_text())
    try:
        os.kill(pid, how)
        for _ in range(100):
            os.kill(pid, 0)
            time.sleep(0.1)
    except ProcessLookupError:
        pass
    pidfile.unlink(missing_ok=True)


def down(root: Path, purge: bool = False) -> None:
    """End every node started in root; with purge, delete their data."""
    for pidfile in root.glob("node-*.pid"):
        stop(pidfile, signal.SIGTERM)
    if purge:
        shutil.rmtree(root / "data", ignore_errors=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["install", "up", "kill", "down"])
    parser.add_argument("number", nargs="?", type=int)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--dir", type=Path, default=CACHE)
    parser.add_argument("--purge", action="store_true", help="delete the data too")
    args = parser.parse_args()
    args.dir.mkdir(parents=True, exist_ok=True)
    if args.action == "install":
        install()
    elif args.action == "up":
        print("\n".join(up(args.dir, args.nodes, args.port, args.heap)))
    elif args.action == "kill":
        stop(args.dir / f"node-{args.number}.pid", signal.SIGKILL)
    else:
        down(args.dir, args.purge)


if __name__ == "__main__":
    main()
