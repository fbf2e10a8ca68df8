"""Files damaged at random, the same ones for one seed: a reader answers, and never breaks."""

import random


def damaged(sources, count, seed, *, least=20):
    """The sources with bytes changed, taken out, put in or cut."""
    chance = random.Random(seed)
    for _turn in range(count):
        data = bytearray(chance.choice(sources))
        for _blow in range(chance.choice((1, 1, 2, 5, 30))):
            _strike(data, chance)
            if len(data) < 2 * least:
                break
        cut = chance.randrange(least, len(data)) if chance.random() < 0.1 else None
        yield bytes(data[:cut])


def _strike(data, chance):
    # More often at both ends, where readers are told what to expect.
    most = min(len(data), 200)
    at = chance.choice(
        (
            chance.randrange(4, len(data)),
            chance.randrange(4, most),
            len(data) - chance.randrange(1, most),
        )
    )
    kind = chance.randrange(4)
    if kind == 0:
        data[at] = chance.randrange(256)
    elif kind == 1:
        del data[at : at + chance.randrange(1, 9)]
    elif kind == 2:
        data[at:at] = chance.randbytes(chance.randrange(1, 9))
    else:
        data[at] = chance.choice((0, 1, 127, 128, 255))
