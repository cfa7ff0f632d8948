"""Draw a document as a PDF in a child process, within limits of time, memory and size.

`draw_pdf` is the parent's side; `python -m bot.http.pdf_drawer` is the child's. The child draws our own template, which
gets the document as data. Its root is a folder with the pictures of the document and nothing else: it reads no other
file, asks no network, and has its own fonts.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.runtime.child_process import ask_child_process, limit_own_process

#: limits of processor seconds and of real seconds; a page takes some milliseconds
CPU_SECONDS, SECONDS = 20, 30.0
#: maximum number of bytes of memory, and of the file
MEMORY, LARGEST_FILE = 1536 * 1024 * 1024, 16 * 1024 * 1024
TEMPLATE = Path(__file__).parents[2] / "handlers" / "documents" / "paper.typ"
#: tests replace it to inject faults
COMMAND = (sys.executable, "-m", "bot.http.pdf_drawer")


async def draw_pdf(content: bytes) -> bytes:
    """Return the file of `encode_pdf_content`: the same bytes for the same content. Raise ChildFailed."""
    return await ask_child_process(COMMAND, content, seconds=SECONDS, largest=LARGEST_FILE)


def main() -> int:
    """Read the document from standard input, and write the file to standard output."""
    limit_own_process(cpu_seconds=CPU_SECONDS, memory=MEMORY)
    sys.stdout.buffer.write(_compile_paper(sys.stdin.read()))
    return 0


def _compile_paper(content: str) -> bytes:
    """Return the file, as PDF/UA-1, which can be read aloud and enlarged, and PDF/A-2a, which can be kept for long."""
    import typst

    paper = json.loads(content)
    files = paper.pop("files")
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, Path(name).name).write_bytes(base64.b64decode(data))
        compiler = typst.Compiler(
            TEMPLATE.read_bytes(), root=folder, package_path=folder, package_cache_path=folder,
            ignore_system_fonts=True, sys_inputs={"paper": json.dumps(paper)},
        )  # fmt: skip
        file = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=paper["made_at"])
    assert isinstance(file, bytes), "one file, and none on disk"
    return file


if __name__ == "__main__":
    sys.exit(main())
