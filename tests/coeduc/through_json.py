"""A value as it comes back from where JSON is kept."""

import json


def through_json(kept):
    return json.loads(json.dumps(kept))
