"""Files made by the tests: honest ones, and the catalogue of those that must never pass."""

import io
import struct
import zipfile

from PIL import Image

CANARY = b"canari-du-fichier"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n% " + CANARY + b"\n%%EOF\n"
W = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MIMETYPE = "application/vnd.oasis.opendocument."


def picture(kind="PNG", size=(40, 20), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, kind, **options)
    return out.getvalue()


def located_photo():
    """A JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif, comment=CANARY)


def zipped(members, *, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def types(main=W, more=""):
    return f'<Types><Override PartName="/d.xml" ContentType="{main}"/>{more}</Types>'


def ooxml(main=W, **members):
    return zipped({"[Content_Types].xml": types(main), "word/document.xml": "<w/>", **members})


def odf(kind="text", **members):
    return zipped({"mimetype": MIMETYPE + kind, "content.xml": "<office/>", **members})


def mp3(tagged=False, frames=3):
    """MPEG 1, layer III, 128 kbit/s, 44 100 Hz: 417 bytes a frame."""
    frame = b"\xff\xfb\x90\x00".ljust(417, b"\0")
    return (b"ID3\x03\0\0\0\0\0\x0a" + b"\0" * 10 if tagged else b"") + frame * frames


def mp4(brand=b"M4A ", handler=b"soun"):
    return (
        struct.pack(">I", 16)
        + b"ftyp"
        + brand
        + b"\0" * 4
        + b"\0\0\0\x21hdlr"
        + b"\0" * 8
        + handler
    )


OGG = b"OggS\0\x02" + b"\0" * 22 + b"OpusHead\x01"

HONEST = {
    "pdf": (PDF, "application/pdf", ".pdf"),
    "png": (picture("PNG"), "image/png", ".png"),
    "jpeg": (picture("JPEG"), "image/jpeg", ".jpg"),
    "webp photo": (picture("WEBP"), "image/jpeg", ".jpg"),
    "gif": (picture("GIF"), "image/png", ".png"),
    "docx": (ooxml(), W.removesuffix(".main+xml"), ".docx"),
    "xlsx": (
        ooxml(W.replace("wordprocessingml.document", "spreadsheetml.sheet")),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
    "pptx": (
        ooxml(W.replace("wordprocessingml.document", "presentationml.presentation")),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".pptx",
    ),
    "odt": (odf("text"), MIMETYPE + "text", ".odt"),
    "ods": (odf("spreadsheet"), MIMETYPE + "spreadsheet", ".ods"),
    "odp": (odf("presentation"), MIMETYPE + "presentation", ".odp"),
    "mp3": (mp3(), "audio/mpeg", ".mp3"),
    "mp3 with a tag": (mp3(tagged=True), "audio/mpeg", ".mp3"),
    "m4a": (mp4(), "audio/mp4", ".m4a"),
    "ogg": (OGG, "audio/ogg", ".ogg"),
    "text": ("Voilà l’été : 3 < 4.".encode(), "text/plain", ".txt"),
}

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script>"
# What is sent, and a word of the sentence that refuses it.
HOSTILE = {
    "nothing": (b"", "vide"),
    "only spaces": (b" \n ", "vide"),
    "windows program": (b"MZ\x90\0" + b"\0" * 100, "programme"),
    "linux program": (b"\x7fELF\x02\x01", "programme"),
    "mac program": (b"\xcf\xfa\xed\xfe\0\0", "programme"),
    "mac program of two kinds": (b"\xca\xfe\xba\xbe\0\0\0\x02", "programme"),
    "android program": (b"dex\n035\0", "programme"),
    "script": (b"#!/bin/sh\nrm -rf ~\n", "programme"),
    "shortcut": (b"L\0\0\0\x01\x14\x02\0\0\0", "programme"),
    "installer or old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "PDF, en ODT"),
    "jar": (zipped({"META-INF/MANIFEST.MF": "Main-Class: A", "A.txt": "x"}), "archive"),
    "apk": (zipped({"AndroidManifest.xml": "x", "classes.dex": "x"}), "programme"),
    "zip": (zipped({"cours.pdf": PDF}), "archive"),
    "zip of nothing": (zipped({}), "archive"),
    "rar": (b"Rar!\x1a\x07\0", "archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\x04", "archive"),
    "gzip": (b"\x1f\x8b\x08\0", "archive"),
    "tar": (b"a.txt".ljust(257, b"\0") + b"ustar\x0000", "archive"),
    "svg": (SVG, "SVG"),
    "svg after words": (b"Bonjour.\n" + SVG, "SVG"),
    "page": (HTML, "page web"),
    "page in two bytes a letter": (HTML.decode().encode("utf-16"), "page web"),
    "xml": (b"<?xml version='1.0'?><a/>", "page web"),
    "word with macros": (ooxml(**{"word/vbaProject.bin": b"\0"}), "macros"),
    "excel that says macros": (
        zipped(
            {"[Content_Types].xml": types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")}
        ),
        "macros",
    ),
    "writer with macros": (odf(**{"Basic/Standard/script.xml": "x"}), "macros"),
    "word with a program": (ooxml(**{"word/embeddings/a.EXE": b"MZ"}), "programme"),
    "word that climbs": (ooxml(**{"../../etc/passwd": b"x"}), "archive"),
    "word cut": (ooxml()[:-30], "abîmé"),
    "bomb": (ooxml(**{"word/media/0.bin": b"\0" * 60_000_000}), "anormale"),
    "many members": (ooxml(**{f"word/{n}": b"" for n in range(2001)}), "morceaux"),
    "of two types": (
        zipped(
            {
                "[Content_Types].xml": types(
                    W, types(W.replace("wordprocessingml.document", "spreadsheetml.sheet"))
                )
            }
        ),
        "archive",
    ),
    "odf of another kind": (odf("graphics"), "archive"),
    "pdf cut": (PDF[:-8], "abîmé"),
    "picture cut": (picture("JPEG")[:-20], "abîmée"),
    "picture of too many points": (picture("PNG", (6000, 6000)), "points"),
    "apple photo": (struct.pack(">I", 16) + b"ftypheic" + b"\0" * 8, "HEIC"),
    "film": (mp4(b"isom", b"vide"), "vidéo"),
    "film with sound": (mp4(b"isom") + b"\0\0\0\x21hdlr" + b"\0" * 8 + b"vide", "vidéo"),
    "web film": (b"\x1aE\xdf\xa3", "vidéo"),
    "noise": (bytes(range(256)), "sorte"),
    "one frame of sound": (mp3(frames=1), "sorte"),
    "too heavy": (b"a" * (10 * 1024 * 1024 + 1), "trop lourd"),
}
