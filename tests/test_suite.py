"""How the suite is spread over workers."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_tests_of_a_file_and_of_what_shares_a_server_stay_on_one_worker(tmp_path):
    """A tree of the same form, run as `make test` runs: which worker had which file?"""
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_xdist_make_scheduler\n")
    names = ["tests/api/test_page.py", "tests/api/test_page_map.py", "tests/test_a.py", "tests/test_b.py"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        body = "".join(f"def test_{number}(): time.sleep(0.05)\n" for number in range(4))
        (tmp_path / name).write_text(f"import time\n{body}")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-n", "2", "--dist", "loadscope", "--import-mode=importlib",
         "-c", "/dev/null", "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    ran = re.findall(r"\[(gw\d)\] .* PASSED (tests/\S+)::", done.stdout)
    assert len(ran) == 16
    workers = {name: {worker for worker, file in ran if file == name} for name in names}
    assert all(len(found) == 1 for found in workers.values()), workers
    assert workers[names[0]] == workers[names[1]]
