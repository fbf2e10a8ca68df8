"""How the site is served; gunicorn reads this file in the folder where it starts.

One place for the image, the compose file, the guide and the measures. WEB_CONCURRENCY says how many
processes (as many as processors), WEB_THREADS how many requests each takes at once, each with a
connection to PostgreSQL of its own (docs/exploitation.md, «Combien de processus»).
"""

import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
worker_class = "gthread"
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
access_log_format = "%(m)s %(s)s %(L)ss"
