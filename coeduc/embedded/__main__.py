"""`python -m coeduc.embedded`: the development servers by hand, and what `make` calls."""

import argparse
import sys

from coeduc.embedded import start, use
from coeduc.embedded.places import EmbeddedError, database_url, redis_url


def _status() -> int:
    pids = use.status()
    for server, pid in pids.items():
        print(f"{server} : {f'en marche (processus {pid})' if pid else 'arrêté'}")
    return 0 if all(pids.values()) else 3


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m coeduc.embedded", description="PostgreSQL et Valkey de développement."
    )
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("up", help="démarrer les serveurs et les laisser en marche")
    acts.add_parser("down", help="arrêter les serveurs")
    acts.add_parser("status", help="dire s’ils sont en marche")
    acts.add_parser("url", help="afficher leurs adresses")
    acts.add_parser("start", help="démarrer tout le portail (make start)")
    run = acts.add_parser("run", help="lancer une commande pendant que les serveurs sont en marche")
    run.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    if options.act == "run":
        return start.run(options.command)
    if options.act == "start":
        return start.start()
    if options.act == "status":
        return _status()
    if options.act == "up":
        use.up()
    elif options.act == "down":
        use.down()
    else:
        print(f"DATABASE_URL={database_url()}\nREDIS_URL={redis_url()}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EmbeddedError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
