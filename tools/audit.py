"""Known weaknesses of the packages that are installed, by pip-audit: `python3 -m tools.audit`.

What can be mended by a newer version is a failure; what cannot yet is told. Without advisories, as without a network,
that is told in one line, and nothing fails.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

_OPTIONS = ("--format", "json", "--progress-spinner", "off", "--skip-editable", "--timeout", "10")


def main(arguments: Sequence[str]) -> int:
    """Audits the packages of this environment.

    Args:
        arguments: More options of pip-audit.

    Returns:
        What the process should end with: 1 if something is weak for which there is a newer version.
    """
    command = [sys.executable, "-m", "pip_audit", *_OPTIONS, *(arguments or ["--local"])]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        told = json.loads(ran.stdout)
    except ValueError:
        lines = ran.stderr.strip().splitlines() or ["pip-audit says nothing"]
        print(f"Advisories cannot be had here, so that nothing was audited: {lines[-1][:200]}")
        return 0
    weak = list(_weaknesses(told["dependencies"]))
    for sentence, _ in weak:
        print(sentence)
    print(f"Packages audited: {len(told['dependencies'])}. Known weaknesses: {len(weak)}.")
    return int(any(can_be_mended for _, can_be_mended in weak))


def _weaknesses(packages: Sequence[Any]) -> Iterator[tuple[str, bool]]:
    for package in packages:
        for advisory in package.get("vulns", ()):
            versions = advisory["fix_versions"]
            how = f"mended in {', '.join(versions)}" if versions else "not mended yet"
            yield f"{package['name']} {package['version']}: {advisory['id']}, {how}", bool(versions)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
