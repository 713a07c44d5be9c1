"""Readers that ask for one page again and again over connections that stay open: `load.py PORT PATH SECONDS [ETAG]`.

It prints how many answers came, how long the middle one took in milliseconds, and the statuses met.
"""

import socket
import statistics
import sys
import time
from threading import Thread

READERS = 4  # of this process
LENGTH = b"content-length: "


class Reader(Thread):
    """One connection; an answer is read to its end before the next question."""

    def __init__(self, port: int, path: str, until: float, etag: str) -> None:
        super().__init__()
        told = f"If-None-Match: {etag}\r\n" if etag else ""
        self._question = (
            f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\n{told}\r\n".encode()
        )
        self._port, self._until = port, until
        self.took: list[float] = []
        self.statuses: set[str] = set()

    def run(self) -> None:
        with socket.create_connection(("127.0.0.1", self._port), timeout=30) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.perf_counter() < self._until:
                began = time.perf_counter()
                line.sendall(self._question)
                self._read(line)
                self.took.append(time.perf_counter() - began)

    def _read(self, line: socket.socket) -> None:
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more(line)
        head, _gap, body = answer.partition(b"\r\n\r\n")
        status = head[9:12].decode()
        self.statuses.add(status)
        if status == "304":
            return
        at = head.lower().find(LENGTH)
        if at < 0:  # in chunks, as gunicorn sends what tells no length
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more(line)
            return
        left = int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0]) - len(body)
        while left > 0:
            left -= len(self._more(line))

    def _more(self, line: socket.socket) -> bytes:
        piece = line.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up")
        return piece


def main(port: int, path: str, seconds: float, etag: str = "") -> None:
    until = time.perf_counter() + seconds
    readers = [Reader(port, path, until, etag) for _number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    took = [one for reader in readers for one in reader.took]
    statuses = sorted(set().union(*(reader.statuses for reader in readers)))
    print(len(took), statistics.median(took) * 1000, ",".join(statuses))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), *sys.argv[4:])
