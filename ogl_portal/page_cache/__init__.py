"""Pages for readers, kept whole in memory under the state of the content: docs/engineering/page-cache.md."""
