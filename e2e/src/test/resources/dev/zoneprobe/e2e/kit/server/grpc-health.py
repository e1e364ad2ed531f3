# SPDX-License-Identifier: Apache-2.0
"""A gRPC server that knows grpc.health.v1.Health/Check and nothing else.

Usage: grpc-health.py PORT [KEY.PEM CERTIFICATE.PEM]

The messages are so small that their bytes are written here by hand: HealthCheckRequest has the
name of the service as field 1, HealthCheckResponse its status as field 1.
"""
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc

SERVING = b"\x08\x01"
NOT_SERVING = b"\x08\x02"
STATUS = {"": SERVING, "serving": SERVING, "resting": NOT_SERVING}


def service_of(request):
    return request[2:].decode() if request else ""


def check(request, context):
    service = service_of(request)
    if service == "slow":
        ended = threading.Event()
        context.add_callback(ended.set)
        ended.wait()
    if service not in STATUS:
        context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
    return STATUS[service]


def main(port, *key_and_certificate):
    server = grpc.server(ThreadPoolExecutor(max_workers=16))
    methods = {"Check": grpc.unary_unary_rpc_method_handler(check)}
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler("grpc.health.v1.Health", methods),)
    )
    address = "127.0.0.1:" + port
    if key_and_certificate:
        pair = tuple(open(path, "rb").read() for path in key_and_certificate)
        server.add_secure_port(address, grpc.ssl_server_credentials([pair]))
    else:
        server.add_insecure_port(address)
    server.start()
    server.wait_for_termination()


main(*sys.argv[1:])
