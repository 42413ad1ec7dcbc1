"""Says when a service is ready: binds the socket that it is to notify, and waits for its READY=1.

    wait-ready.py SOCKET SECONDS

Prints "bound" at once, then "ready" or "late". The protocol is systemd's (sd_notify(3)).
"""

import socket
import sys
import time


def main():
    path, end = sys.argv[1], time.monotonic() + float(sys.argv[2])
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(path)
        print("bound", flush=True)
        while (left := end - time.monotonic()) > 0:
            receiver.settimeout(left)
            try:
                message = receiver.recv(65536)
            except TimeoutError:
                break
            if b"READY=1" in message.split(b"\n"):
                print("ready", flush=True)
                return
        print("late", flush=True)
        sys.exit(1)


main()
