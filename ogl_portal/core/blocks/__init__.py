"""The StreamField blocks of all bodies, one module a family.

``BODY_BLOCKS`` is what every page body offers. Migrations only name the field, not the blocks (see ``BodyField``),
so a new block costs no migration.
"""

from ogl_portal.core.blocks.body import BodyField, WordsField

__all__ = ["BodyField", "WordsField"]
