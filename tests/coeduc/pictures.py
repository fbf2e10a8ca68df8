"""Pictures of telephones, made by the tests: two JPEG in one, odd metadata, HEIC; and damage."""

import base64
import gzip
import io
import struct

from PIL import Image

from coeduc import picture_costs


def drawn(kind="JPEG", size=(40, 20), mode="RGB", **options):
    """Navy, with a red quarter at the top left."""
    image = Image.new("RGB", size, "navy")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def turned(orientation=6):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def two_in_one(**options):
    """An MPO, as telephones write a photo with its depth."""
    second = Image.new("RGB", (40, 20))
    return drawn("MPO", save_all=True, append_images=[second], **options)


def entry(tag, kind, count, value):
    return struct.pack(">HHI4s", tag, kind, count, value)


def with_exif(*entries, more=b"", size=(40, 20)):
    """A JPEG whose Exif holds these entries and nothing else, however odd."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">H", len(entries)) + b"".join(entries) + more
    body = b"Exif\0\0" + tiff
    photo = drawn(size=size)
    return photo[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + photo[2:]


TURNED = entry(0x0112, 3, 1, b"\0\x06\0\0")
ODD_EXIF = {
    "resolution in letters": with_exif(TURNED, entry(0x011A, 2, 3, b"72\0\0")),
    "resolution below zero": with_exif(
        TURNED, entry(0x011A, 10, 1, struct.pack(">I", 38)), more=b"\xff\xff\xff\xb8\0\0\0\1"
    ),
    "divided by nothing": with_exif(
        TURNED, entry(0x011A, 5, 1, struct.pack(">I", 38)), more=b"\0\0\0\x48\0\0\0\0"
    ),
    "far away": with_exif(TURNED, entry(0x010E, 2, 0xFFFFFFFF, b"\xff\xff\xff\xff")),
    "of no known type": with_exif(TURNED, entry(0x8769, 99, 7, b"\0\0\0\0")),
    "a copyright in shorts": with_exif(TURNED, entry(0x8298, 3, 1, b"\xff\xff\0\0")),
    "a loop of directories": with_exif(TURNED, entry(0x8769, 4, 1, b"\0\0\0\x08")),
    "a maker's note of numbers": with_exif(TURNED, entry(0x927C, 12, 1, b"\0\0\0\x08")),
    "width in letters": with_exif(TURNED, entry(0xA002, 2, 1, b"x\0\0\0")),
}


def with_scans(photo, times):
    """The last scan of the first image again, so many times."""
    last = list(picture_costs.scans(photo))[-1] - 2
    end = photo.index(b"\xff\xd9", last)
    return photo[:end] + photo[last:end] * times + photo[end:]


SOURCES = [
    drawn("JPEG", exif=turned()),
    drawn("JPEG", progressive=True),
    two_in_one(),
    drawn("PNG"),
    drawn("PNG", mode="P"),
    drawn("GIF"),
    drawn("WEBP", exif=turned()),
    drawn("BMP"),
    drawn("TIFF", compression="tiff_lzw"),
    drawn("JPEG2000"),
    drawn("AVIF"),
    drawn("HEIF", exif=turned()),
    *ODD_EXIF.values(),
]


# A HEIC of 8064 × 6048 points, half blue and half brown, lying on its side (Exif 6): encoding one
# takes longer than all the tests of pictures.
_LARGE_HEIC = """
H4sIAGowDGsC/+3aX0hTURwH8N+51+YNlv/SlBGVKyiHaIIPJiWjDHoRCoSiQFzXjR3Z3G1OsSiywnqLgtKKIKOil6we
ogdDUWOlQZA9RoVJRQqRhJjFzM7ZJoTgy9eIpHO42z3nd36/fTjnwmUPh4hW+yKHLb+XmyRakPtKZD/IPT4idiPojXgo
0fL9dYFwsk8WNyM0r5XyQCj+I5Vu0ojJHnuauBO5roqYaIXmXIQ2iE8Z5w2++EjO5oiBN54mcvzNZgn9FmQyZWcLj6en
WTwSpGQmjXIrbIn7ALfMkLgfEbU7mC5D5+JJPRMUm5meJkrXa0VFnpvZ2eysTNBlhi6vnm7N7RGTRdsZmzfTSTGDatra
x7YUFDVoDrsho4Pyy3AfFCW2StZ36FSWgFaaoUC4wQy0iOgKsrWKUDZvtLyJFa8V49xO0cmweAuXEd0wxI/Rch4ORYRF
edwKzm04I7bshKantIm+g4e9vmQ8zaxrNOM7LNbuGgzWecSjcF3axO5kuHud+W+Gn0dF64/2iyv6Z9uTu0ePVY0/eHQ8
83pg85Xk9iBX5pf3saFPZ6u79kHlRlnGukXozhhYWbEYNbd9BKpzLQJ1Nt2HKreNoGYKm4TqUgtR0RHdDdUVd6Ji9fk+
qK6jFRVP3sTEcVi8NQGVsgIU7KnEKtkeVBwGl9iEgu8mMfAiCk7/BPe0HxVnnmFLHAJB5rCBS/yOiiW7sEptDSq6i0Cx
AhX3ngHFelSsvwCKp1GxMQcU21GxzQmKvah4uRwUX6Hi7VRQnELFe9ewSt2Gio/HQNGFii8+giL8BnjdAYr7UfFDMSj6
UPHzICg2o+I3DyiibzmNfoAi+pbT7F2g+BAVs8G/jnq3EhcWV9WA4gAqrk8HxZeouPEAKL5VohL/rljcB4qjSvyXxK0R
UJxaOmKpHRS/Lh3xf3iOSlSiEpWoRCUqUYlKVKISlahEJSpRiUpUos78C59QLK8lIlvi2G5VFbnEyCDGsuSsPDmbONL6
C6i9ju2HLAAA
"""


def large_heic():
    return gzip.decompress(base64.b64decode(_LARGE_HEIC))
