#!/usr/bin/env python3
"""Writes what the program is linked with, from `cargo metadata`: all licence texts in one file, or a bill of materials.

    third-party.py licences|sbom [--target TRIPLE] [--manifest-path Cargo.toml]

It ends with 1 where a crate brings no licence text. Only crates that end up in the program count: no tests, no build scripts.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

NAMES = re.compile(r"^(licen[cs]e|copying|copyright|notice|unlicense|authors$|patents$)", re.IGNORECASE)
# The sentence that many crates have in place of a text says which of these is theirs.
SAME_REPOSITORY = "the text of another crate of the same repository"


def metadata(options):
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline"]
    command += ["--filter-platform", options.target, "--manifest-path", options.manifest_path]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def linked(found):
    """The root, all packages that its program is linked with, and whom each of them needs."""
    packages = {package["id"]: package for package in found["packages"]}
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    root = found["resolve"]["root"]
    needs, waiting = {}, [root]
    while waiting:
        one = waiting.pop()
        if one in needs:
            continue
        # What a macro or a build script needs runs while building and is not linked.
        is_macro = any("proc-macro" in target["kind"] for target in packages[one]["targets"])
        needs[one] = [] if is_macro else [
            other["pkg"] for other in nodes[one]["deps"] if any(kind["kind"] is None for kind in other["dep_kinds"])
        ]
        waiting += needs[one]
    return packages[root], {id: packages[id] for id in needs}, needs


def texts(package):
    """Its licence files, by name. Those in folders of C sources count."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = {path for path in folder.iterdir() if path.is_file() and NAMES.match(path.name)}
    for inner in folder.iterdir():
        if inner.is_dir() and re.match(r"^licen[cs]es?$", inner.name, re.IGNORECASE):
            files |= {path for path in inner.rglob("*") if path.is_file()}
    if package.get("links") or (folder / "build.rs").exists():
        for name in ("LICENSE", "COPYING", "LICENSE.txt", "LICENSE-BSD"):
            files |= {path for path in folder.glob(f"*/{name}") if path.is_file()}
    if package["license_file"]:
        files.add((folder / package["license_file"]).resolve())
    return {str(path.relative_to(folder)): path.read_text(errors="replace").strip() for path in sorted(files) if path.exists()}


def repository(package):
    address = (package["repository"] or "").removesuffix("/").removesuffix(".git")
    return re.sub(r"/tree/.*", "", address).lower()


def licences(options):
    root, packages, _ = linked(metadata(options))
    others = sorted((p for p in packages.values() if p["id"] != root["id"]), key=lambda p: (p["name"], p["version"]))
    by_text, missing, borrowed = {}, [], []
    own = {package["id"]: texts(package) for package in others}
    of_repository = {}
    for package in others:
        if own[package["id"]] and repository(package):
            of_repository.setdefault((repository(package), package["license"]), (package, own[package["id"]]))
    for package in others:
        label = f"{package['name']} {package['version']}"
        found = own[package["id"]]
        if not found and (repository(package), package["license"]) in of_repository:
            other, found = of_repository[repository(package), package["license"]]
            borrowed.append(f"{label}: that of {other['name']}")
        if not found and (text := options.texts / f"{package['name']}.txt").exists():
            found = {text.name: text.read_text().strip()}
        if not found:
            missing.append(f"{label} ({package['license']}, {package['repository']})")
        for text in found.values():
            key = " ".join(text.split())
            by_text.setdefault(key, (text, []))[1].append(label)
    print(f"{root['name']} {root['version']} is linked with these crates:\n")
    for package in others:
        print(f"  {package['name']} {package['version']}: {package['license'] or 'see its text'}")
    for text, labels in sorted(by_text.values(), key=lambda entry: (-len(entry[1]), entry[1])):
        print(f"\n{'=' * 78}\n{', '.join(dict.fromkeys(labels))}:\n{'-' * 78}\n\n{text}")
    print(f"{len(others)} crates, {len(by_text)} texts", file=sys.stderr)
    for line in borrowed:
        print(f"taken from its repository: {line}", file=sys.stderr)
    for line in missing:
        print(f"no licence text: {line}", file=sys.stderr)
    return 1 if missing else 0


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def sbom(options):
    root, packages, needs = linked(metadata(options))
    lock = (pathlib.Path(options.manifest_path).parent / "Cargo.lock").read_text()
    blocks = (dict(re.findall(r'^(\w+) = "(.*)"$', block, re.MULTILINE)) for block in lock.split("[[package]]"))
    sums = {(b["name"], b["version"]): b["checksum"] for b in blocks if "checksum" in b}

    def component(package, kind):
        made = {"type": kind, "bom-ref": purl(package), "name": package["name"], "version": package["version"]}
        made |= {"purl": purl(package), "scope": "required"}
        if package["description"]:
            made["description"] = " ".join(package["description"].split())
        if package["license"]:
            # An old way to write OR.
            made["licenses"] = [{"expression": re.sub(r"\s*/\s*", " OR ", package["license"])}]
        if checksum := sums.get((package["name"], package["version"])):
            made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        if package["repository"]:
            made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        return made

    ordered = sorted(packages.values(), key=lambda package: (package["name"], package["version"]))
    document = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1}
    # The same sources give the same document.
    digest = hashlib.sha256((lock + options.target + root["version"]).encode()).digest()
    document["serialNumber"] = uuid.UUID(bytes=digest[:16], version=4).urn
    document["metadata"] = {"component": component(root, "application")}
    document["metadata"]["properties"] = [{"name": "cdx:rustc:sbom:target:triple", "value": options.target}]
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        import datetime

        time = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc)
        document["metadata"]["timestamp"] = time.strftime("%Y-%m-%dT%H:%M:%SZ")
    document["components"] = [component(package, "library") for package in ordered if package["id"] != root["id"]]
    document["dependencies"] = [
        {"ref": purl(package), "dependsOn": sorted({purl(packages[other]) for other in needs[package["id"]]})}
        for package in ordered
    ]
    json.dump(document, sys.stdout, indent=1)
    print()
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("licences", "sbom"))
    parser.add_argument("--target", default="x86_64-unknown-linux-gnu")
    parser.add_argument("--manifest-path", default="Cargo.toml")
    parser.add_argument("--texts", type=pathlib.Path, default=pathlib.Path(__file__).parent / "licences", help="texts of crates that bring none, NAME.txt")
    options = parser.parse_args()
    return {"licences": licences, "sbom": sbom}[options.what](options)


sys.exit(main())
