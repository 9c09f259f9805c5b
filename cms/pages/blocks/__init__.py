"""What page bodies are made of: `content` for ordinary pages, `provisions` for documents."""

from cms.pages.blocks.content import BodyBlock
from cms.pages.blocks.provisions import ProvisionsBlock

__all__ = ["BodyBlock", "ProvisionsBlock"]
