"""The national files (SIECLE, STS-web): opening, reading, importing."""
