"""Small files of the kinds that guests send, and some that only pretend."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
JPG = b"\xff\xd8\xff\xe0" + bytes(16)
EXE = b"MZ\x90\x00" + bytes(64)


def zipped(**members: bytes) -> bytes:
    """A zip file; a name's double underscore is a slash, its single one a dot."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return content.getvalue()


DOCX = zipped(word__document_xml=b"<document/>")
ODT = zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<office/>")
