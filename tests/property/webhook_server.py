"""A ledger over HTTPS that answers as its path says: webhook_server.py CERT KEY SECRET PORTFILE SEEN

Checks each signature by itself; a wrong one is answered with 401. SEEN gets a line for each request:
path, key, and how often that key came on that path."""
import hashlib
import hmac
import http.server
import json
import ssl
import sys
import threading

cert, key, secret_path, port_file, seen_path = sys.argv[1:]
secret = open(secret_path, "rb").read().rstrip(b"\n")
seen = open(seen_path, "a", buffering=1)
counts = {}
release = threading.Event()


class Ledger(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def say(self, status, body, kind="application/json", **headers):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = self.headers["Jaga-Timestamp"].encode() + b"." + body
        want = "v1=" + hmac.new(secret, signed, hashlib.sha256).hexdigest()
        message = json.loads(body)
        name = message.get("cmd_id") or message.get("task_id")
        count = counts[self.path, name] = counts.get((self.path, name), 0) + 1
        seen.write(f"{self.path} {name} {count}\n")
        if not hmac.compare_digest(want, self.headers["Jaga-Signature"]) or name != self.headers["Idempotency-Key"]:
            return self.say(401, {"error": "signature"})
        ack = {"cmd_id": name, "result": "ACK", "ledger_ts": message.get("decided_at")}
        if self.path == "/html":
            return self.say(200, "<html>maintenance</html>", "text/html")
        if self.path == "/hang":
            release.wait(60)
            return None
        if self.path == "/redirect":
            return self.say(302, "", Location="/ok")
        if self.path == "/down":
            return self.say(503, ack)
        if self.path == "/other":
            return self.say(200, dict(ack, cmd_id="H-NOBODY"))
        if self.path == "/huge":
            return self.say(200, dict(ack, pad="x" * 100000))
        if self.path == "/future":
            return self.say(200, dict(ack, ledger_ts="2099-01-01T00:00:00Z"))
        if self.path == "/pending":
            return self.say(202, dict(ack, result="PENDING"))
        if self.path in ("/BUSY", "/UNKNOWN_ACCOUNT", "/ALREADY_HELD", "/STALE_SEQ") and "op" in message:
            if count == 1 or self.path != "/BUSY":
                return self.say(409, dict(ack, result="NACK", nack_code=self.path[1:]))
        return self.say(200, ack)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ledger)
server.daemon_threads = True
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(port_file, "w") as file:
    file.write(f"{server.server_port}\n")
server.serve_forever()
