"""Following a tutorial word by word: its commands are run, its files written, nothing else is done."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(.*?)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
AT_THE_END = re.compile(r"At the end of\s+`([^`]+)`:\s*$")
WRITE = re.compile(r"Write\s+`([^`]+)`:\s*$")
REPLACE = re.compile(r"(?:`([^`]+)`,\s+)?replace\s*$")
WITH = re.compile(r"\bwith\s*$")


@dataclass(frozen=True)
class Step:
    """One block of code: its language ("sh": to be run) and the words before it."""

    words: str
    language: str
    code: str


def steps(text: str) -> Iterator[Step]:
    """Every block of code of a page, in order."""
    end = 0
    for found in FENCE.finditer(text):
        yield Step(text[end : found.start()].strip(), found[1].strip(), found[2])
        end = found.end()


class Follower:
    """Does what the steps say, below a folder. `run` is given the lines of a command; True where they succeed."""

    def __init__(self, folder: Path, run: Callable[[str, Path], tuple[bool, str]]) -> None:
        self.folder = folder
        self._run = run
        self._file = ""
        self._replaced = ""
        self.printed: list[str] = []

    def follow(self, step: Step) -> None:
        """Do one step; AssertionError where it does not go as it is written."""
        if step.language.split(" ")[0] == "sh":
            self._command(step)
        elif found := AT_THE_END.search(step.words):
            self._write(found[1], self._read(found[1]) + step.code)
        elif found := WRITE.search(step.words):
            self._write(found[1], step.code)
        elif found := REPLACE.search(step.words):
            self._file = found[1] or self._file
            self._replaced = step.code
            times = self._read(self._file).count(step.code.rstrip("\n"))
            assert times == 1, f"{self._file} has this {times} times: {step.code}"
        elif WITH.search(step.words) and self._replaced:
            text = self._read(self._file).replace(self._replaced.rstrip("\n"), step.code.rstrip("\n"))
            self._write(self._file, text)
            self._replaced = ""
        else:
            assert step.language == "text", f"nobody knows what to do with: {step.words[-80:]} {step.code}"

    def _command(self, step: Step) -> None:
        for line in step.code.splitlines():
            if line.startswith("cd "):
                self.folder = self.folder / line.removeprefix("cd ")
                continue
            succeeded, printed = self._run(line, self.folder)
            self.printed.append(printed)
            assert succeeded is (step.language != "sh fails"), f"{line}\n{printed}"

    def _read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
