"""What a reader sees of a page, and where a line would break before a double sign."""

import html
import re

LOOSE = re.compile(r"\w* [:;?!»]|« ?(?=\w)\w*|«$")


def loose(page: str) -> list[str]:
    """The words before which, or after which, French wants a no-break space and has another."""
    body = re.sub(r"<(script|style|template)\b.*?</\1>", "", page, flags=re.DOTALL)
    texts = [
        " ".join(re.split(r"[ \n]+", html.unescape(one))) for one in re.split(r"<[^>]+>", body)
    ]
    return [found for text in texts for found in LOOSE.findall(text)]
