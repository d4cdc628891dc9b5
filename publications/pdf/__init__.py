"""What the site knows and does about one PDF file. Nothing here imports Django.

Each module is one step; `pipeline.process` runs them in order, each in a child process with limits
(`process.Sandbox`), because a PDF that somebody uploads must be expected to be hostile:

    accept         is this a file that we take at all?
    inspect        what is in it?
    accessibility  what does PDF/UA-1 say about it?
    clean          the file that the public gets
    text           the text of each page, for search
    cover          a picture of the first page
    reading        the document as headings, paragraphs, lists, tables and figures

Pages are numbered from 1 everywhere. Sizes are bytes, times are seconds.
"""
