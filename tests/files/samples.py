"""Files made by the tests: honest ones, and the catalogue of those that must never pass."""

import io
import struct
import zipfile

from PIL import Image

from tests.coeduc.pictures import two_in_one, with_scans

CANARY = b"canari-du-fichier"
# All in letters: by its bytes alone it could be a text.
PLAIN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
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

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script>"
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
    "m4a of another telephone": (mp4(b"mp42"), "audio/mp4", ".m4a"),
    "pdf behind a mark": (b"\xef\xbb\xbf" + PDF, "application/pdf", ".pdf"),
    "pdf in letters alone, behind a mark": (b"\xef\xbb\xbf" + PLAIN, "application/pdf", ".pdf"),
    "pdf behind a blank line": (b"\r\n" + PLAIN, "application/pdf", ".pdf"),
    "pdf behind blanks": (b"\n" * 1000 + PLAIN, "application/pdf", ".pdf"),
    "pdf behind a header": (
        b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" + PLAIN,
        "application/pdf",
        ".pdf",
    ),
    "pdf before zeros": (PDF + b"\0" * 9000, "application/pdf", ".pdf"),
    "pdf before blank lines": (PDF + b"\r\n" * 9000, "application/pdf", ".pdf"),
    "two photos in one": (two_in_one(), "image/jpeg", ".jpg"),
    "heic": (picture("HEIF"), "image/jpeg", ".jpg"),
    "hevx": (picture("HEIF").replace(b"ftypheic", b"ftyphevx", 1), "image/jpeg", ".jpg"),
    "mif1": (picture("HEIF").replace(b"ftypheic", b"ftypmif1", 1), "image/jpeg", ".jpg"),
    "avif": (picture("AVIF"), "image/jpeg", ".jpg"),
    "bmp": (picture("BMP"), "image/png", ".png"),
    "tiff": (picture("TIFF"), "image/png", ".png"),
    "docx with single quotes": (
        zipped(
            {
                "[Content_Types].xml": f"<?xml version='1.0'?><Types>"
                f"<Override PartName='/d.xml' ContentType = '{W}'/></Types>",
                "word/document.xml": "<w/>",
            }
        ),
        W.removesuffix(".main+xml"),
        ".docx",
    ),
    "docx of two bytes a letter": (
        zipped({"[Content_Types].xml": types().encode("utf-16"), "word/document.xml": "<w/>"}),
        W.removesuffix(".main+xml"),
        ".docx",
    ),
    "docx with backslashes": (
        zipped({"[Content_Types].xml": types(), "word\\document.xml": "<w/>"}),
        W.removesuffix(".main+xml"),
        ".docx",
    ),
    "odt without its first member": (
        zipped(
            {
                "content.xml": "<office/>",
                "META-INF/manifest.xml": "<m:manifest xmlns:m='urn:m'><m:file-entry "
                f"m:media-type='{MIMETYPE}text' m:full-path='/'/></m:manifest>",
            }
        ),
        MIMETYPE + "text",
        ".odt",
    ),
    "a text that speaks of pdf": (
        b"Un fichier %PDF-1.7 finit par %%EOF.",
        "text/plain",
        ".txt",
    ),
    "a text that begins like a program": (
        b"MZ, puis le reste du programme de la semaine, bien plus long que cela.",
        "text/plain",
        ".txt",
    ),
    "a text that begins like a script": (b"#! Titre", "text/plain", ".txt"),
    "a text that begins like an archive": (b"Rar! et BZh.", "text/plain", ".txt"),
    "ogg": (OGG, "audio/ogg", ".ogg"),
    "text": ("Voilà l’été : 3 < 4.".encode(), "text/plain", ".txt"),
}

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
    "odf of another kind": (odf("graphics"), "dessin ODG"),
    "odf template": (odf("text-template"), "modèle"),
    "sheet template": (odf("spreadsheet-template"), "modèle"),
    "word template": (ooxml(W.replace("document.main", "template.main")), "modèle"),
    "word template with macros": (
        ooxml("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
        "macros",
    ),
    "geogebra": (
        zipped({"geogebra.xml": "<geogebra/>", "geogebra_javascript.js": "function ggbOnInit(){}"}),
        "GeoGebra",
    ),
    "scratch": (zipped({"project.json": "{}", "a" * 32 + ".svg": "<svg/>"}), "Scratch"),
    "epub": (zipped({"mimetype": "application/epub+zip", "a.xhtml": ""}), "EPUB"),
    "pages": (zipped({"Index/Document.iwa": b"\0"}), "Pages"),
    "drawing of an office": (ooxml("application/vnd.ms-visio.drawing.main+xml"), "autre sorte"),
    "packed in another way": (
        zipped({"[Content_Types].xml": types(), "word/d.xml": "<w/>"}, method=zipfile.ZIP_LZMA),
        "inhabituelle",
    ),
    "phone memo": (b"#!AMR\n\x3c" + b"\1" * 99, "AMR"),
    "wide phone memo": (b"#!AMR-WB\n\x04" + b"\1" * 99, "AMR"),
    "mobile sound": (mp4(b"3gp4"), "3GP"),
    "narrow sound under another name": (
        mp4(b"mp42") + b"\0\0\0\x30stsd" + b"\0" * 8 + b"\0\0\0\x20samr",
        "3GP",
    ),
    "mobile film": (mp4(b"3gp5", b"vide"), "vidéo"),
    "wave": (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 50, "WAV"),
    "flac": (b"fLaC\0\0\0\x22" + b"\0" * 50, "FLAC"),
    "raw photo": (b"II*\0\x10\0\0\0CR\2\0" + b"\0" * 50, "RAW"),
    "bare aac": (b"\xff\xf1\x50\x80" + b"\0" * 50, "AAC"),
    "speex": (b"OggS\0\x02" + b"\0" * 22 + b"Speex   ", "OGG"),
    "sound cut before its tracks": (struct.pack(">I", 16) + b"ftypM4A \0\0\0\0", "incomplet"),
    "quicktime": (mp4(b"qt  ", b"vide"), "vidéo"),
    "old film": (b"RIFF\x24\0\0\0AVI LIST" + b"\0" * 50, "vidéo"),
    "rtf": (rb"{\rtf1\ansi Bonjour}", "RTF"),
    "postscript": (b"%!PS-Adobe-3.0\nshowpage", "PostScript"),
    "a photo of a hundred scans": (
        with_scans(picture("JPEG", progressive=True), 100),
        "façon inhabituelle",
    ),
    "scan of several pages": (
        picture("TIFF", save_all=True, append_images=[Image.new("RGB", (40, 20))]),
        "plusieurs pages",
    ),
    "pdf cut behind blanks": (b"\r\n" + PDF[:-8], "abîmé"),
    "pdf behind a page": (HTML + PDF.replace(b"%%EOF", b"startxref\n0\n%%EOF"), "page web"),
    "program before a pdf": (b"MZ\x90\0" + b"\0" * 100 + PDF, "programme"),
    "pdf cut": (PDF[:-8], "abîmé"),
    "picture cut": (picture("JPEG")[:-20], "abîmée"),
    "picture of too many points": (picture("PNG", (6000, 6000)), "points"),
    "apple photo": (struct.pack(">I", 16) + b"ftypheic" + b"\0" * 8, "HEIC"),
    "film": (mp4(b"isom", b"vide"), "vidéo"),
    "film with sound": (mp4(b"isom") + b"\0\0\0\x21hdlr" + b"\0" * 8 + b"vide", "vidéo"),
    "web film": (b"\x1aE\xdf\xa3", "vidéo"),
    "web film that speaks": (b"\x1aE\xdf\xa3\x9fB\x86\x81webmV_VP9\x83A_OPUS", "vidéo"),
    "voice of a browser": (b"\x1aE\xdf\xa3\x9fB\x86\x81webm\x86\x86A_OPUS", "WebM"),
    "photoshop": (b"8BPS\0\1" + b"\0" * 50, "PNG"),
    "jpeg xl": (b"\xff\x0a\xfa\x1f" + b"\x7f" * 50, "PNG"),
    "jpeg xl in a box": (b"\0\0\0\x0cJXL \r\n\x87\n" + b"\0" * 50, "PNG"),
    "gimp": (b"gimp xcf v011\0" + b"\0" * 50, "PNG"),
    "pcx": (picture("PCX", mode="P"), "PNG"),
    "metafile": (b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 30, "PNG"),
    "drawing of dos": (b"\xc5\xd0\xd3\xc6" + b"\0" * 50, "PNG"),
    "flat writer": (b'<?xml version="1.0"?>\n<office:document xmlns:office="x"/>', "à plat"),
    "noise": (bytes(range(256)), "sorte"),
    "one frame of sound": (mp3(frames=1), "sorte"),
    "too heavy": (b"a" * (10 * 1024 * 1024 + 1), "trop lourd"),
}

ARCHIVES = [
    ooxml(**{"word/styles.xml": "<styles/>" * 50}),
    odf("text", **{"styles.xml": "<styles/>" * 50}),
    zipped({"[Content_Types].xml": types(), "word/document.xml": "<w/>" * 40}, method=0),
    zipped({"[Content_Types].xml": types(), "word/d.xml": "<w/>" * 40}, method=zipfile.ZIP_LZMA),
    zipped({"[Content_Types].xml": types(), "word/d.xml": "<w/>" * 40}, method=zipfile.ZIP_BZIP2),
]
