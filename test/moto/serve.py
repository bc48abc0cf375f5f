"""moto's server on a free port of loopback. Says its address on a line, and ends when its standard input does.

As `moto_server`, with what that leaves out and the tests of Bellhop look at:
- one call at a time: moto checks a condition and writes in two steps, so that two writes at once could both win. What waits (an SQS receive) holds up no other;
- a presigned link holds while its signature is what botocore, another hand than the SDK's that made it, signs, and until it ends, by the time that `x-test-now` says (ms);
- GET /test/mails: the raw messages that SES took;
- the list of moto's own modules is read once, where moto reads its folder at each call.
"""

import json
import logging
import os
import sys
import threading
import time
from datetime import datetime, timezone
from urllib.parse import parse_qsl, urlencode, quote

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto import backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.ses.models import ses_backends
from werkzeug.serving import make_server

account, region, keys = os.environ["MOTO_ACCOUNT_ID"], "us-east-1", Credentials("test", "test")
modules = list(backends.list_of_moto_modules())
backends.list_of_moto_modules = lambda: modules
# What fails is told to who asked.
logging.disable(logging.CRITICAL)
one_at_a_time = threading.Lock()
moto = DomainDispatcherApplication(create_backend_app)


def app(environ, respond):
    if environ["PATH_INFO"] == "/test/mails":
        return answer(respond, "200 OK", json.dumps(mails()))
    if "X-Amz-Signature=" in environ["QUERY_STRING"] and not link_holds(environ):
        return answer(respond, "403 Forbidden", "<Error><Code>AccessDenied</Code></Error>")
    if environ.get("HTTP_X_AMZ_TARGET", "").endswith(".ReceiveMessage"):
        return moto(environ, respond)
    with one_at_a_time:
        return moto(environ, respond)


def answer(respond, status, text):
    body = text.encode()
    respond(status, [("content-length", str(len(body)))])
    return [body]


def mails():
    return [
        {"id": mail.id, "to": mail.destinations, "raw": mail.raw_data}
        for mail in ses_backends[account][region].sent_messages
        if hasattr(mail, "raw_data")
    ]


def link_holds(environ):
    query = dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True))
    given = query.pop("X-Amz-Signature")
    path = environ["REQUEST_URI"].split("?")[0]
    url = f"http://{environ['HTTP_HOST']}{path}?{urlencode(query, quote_via=quote, safe='')}"
    request = AWSRequest(method=environ["REQUEST_METHOD"], url=url, headers={"host": environ["HTTP_HOST"]})
    request.context["timestamp"] = query["X-Amz-Date"]
    signer = S3SigV4QueryAuth(keys, "s3", region)
    signed = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    begins = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).timestamp()
    now = float(environ.get("HTTP_X_TEST_NOW", time.time() * 1000)) / 1000
    return given == signed and now < begins + int(query["X-Amz-Expires"])


class Handler(MotoRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
server.daemon_threads = True
os.environ["MOTO_PORT"] = str(server.server_port)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"http://127.0.0.1:{server.server_port}", flush=True)
sys.stdin.read()
os._exit(0)
