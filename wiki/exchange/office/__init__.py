"""Office files that people fill in, made from the text of a page: ODT to write in, ODS to count with.

The same text gives the same bytes. Only this package knows the library that writes OpenDocument.
"""
