"""A server on this machine that misbehaves in every way that upstreams do."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from loaders.fetching import DownloadLimits

GOOD = b"id,name\nlab:a,A\nlab:b,B\n"
NEWER = b"id,name\nlab:a,A\nlab:b,B\nlab:c,C\n"
QUICK = DownloadLimits(connect=1, read=0.3, total=5, longest_wait=1)


class Upstream:
    """A server that answers as it is told: a list of answers, the last one for ever."""

    def __init__(self):
        self.answers, self.asked = [], []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                upstream.asked.append(dict(self.headers))
                answers = upstream.answers
                (answers.pop(0) if len(answers) > 1 else answers[0])(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/labs.csv"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


def answer(status=200, body=b"", length=None, **headers):
    def send(handler):
        handler.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Type": "text/csv", "ETag": '"1"'} | given).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = length is not None

    return send


def slow(handler):
    answer(body=GOOD[:4], length=len(GOOD))(handler)
    handler.wfile.flush()
    time.sleep(1)


def ranged(handler):
    start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
    answer(206, GOOD[start:], Content_Range=f"bytes {start}-{len(GOOD) - 1}/{len(GOOD)}")(handler)


def other_range(start, body, total=len(GOOD)):
    return answer(206, body, Content_Range=f"bytes {start}-{start + len(body) - 1}/{total}")
