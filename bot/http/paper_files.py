"""Write a document as a file of the kind that was asked for, without holding up anybody else."""

from __future__ import annotations

import asyncio

import structlog
from aiohttp import web
from msgspec import structs

from bot.http.pdf_drawer import draw_pdf
from bot.http.token_guess_throttle import SECRET
from bot.maintenance.picture_folder import PictureFolder
from bot.runtime.child_process import ChildFailed
from handlers.documents import MARKDOWN, PDF, WORD, Paper, Picture, markdown
from handlers.documents.pdf_content import encode_pdf_content

log = structlog.get_logger()
TYPES = {
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    MARKDOWN: "text/markdown; charset=utf-8",
    PDF: "application/pdf",
}
#: PDFs that are drawn at once, and seconds that another one waits for its turn
MOST_AT_ONCE, PATIENCE = 2, 20.0


class PaperNotDrawn(web.Response):
    """Tell a program in a line that there is no PDF; a browser is shown a page (`bot.http.error_pages`)."""

    STATUS = 503

    def __init__(self) -> None:
        text = "The PDF could not be drawn. Take the Word file."
        super().__init__(status=self.STATUS, text=text, headers=SECRET)


class PaperWriter:
    """Write files: Word in a thread, a PDF in a process of its own, and of these only a few at once."""

    def __init__(self, folder: PictureFolder | None = None) -> None:
        self._folder = folder
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)

    async def build_file_response(self, paper: Paper, kind: str) -> web.Response:
        name = f"{paper.name}-{paper.language}.{kind}"
        try:
            body = await self._write_file(paper, kind)
        except (ChildFailed, TimeoutError) as error:
            log.error("no PDF was drawn", why=str(error) or "others took too long")
            return PaperNotDrawn()
        headers = SECRET | {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": TYPES[kind]}
        return web.Response(body=body, headers=headers)

    async def _write_file(self, paper: Paper, kind: str) -> bytes:
        paper = await asyncio.to_thread(fill_pictures, paper, self._folder)
        if kind == WORD:
            return await asyncio.to_thread(render_paper_as_word, paper)
        if kind == MARKDOWN:
            return (await asyncio.to_thread(markdown.write_markdown, paper)).encode()
        content = await asyncio.to_thread(encode_pdf_content, paper)
        async with asyncio.timeout(PATIENCE):
            await self._turns.acquire()
        try:
            return await draw_pdf(content)
        finally:
            self._turns.release()


def fill_pictures(paper: Paper, folder: PictureFolder | None) -> Paper:
    """Return the paper with the pictures that are in the folder; one whose file is gone keeps its caption alone."""
    if not any(isinstance(part, Picture) and part.file for part in paper.parts):
        return paper
    parts = (
        structs.replace(part, data=folder.read_copy(part.file)) if isinstance(part, Picture) and part.file and folder
        else part
        for part in paper.parts
    )  # fmt: skip
    return structs.replace(paper, parts=tuple(parts))


def render_paper_as_word(paper: Paper) -> bytes:
    from handlers.documents.word import write_word_document  # its parser takes memory that few processes need

    return write_word_document(paper)
