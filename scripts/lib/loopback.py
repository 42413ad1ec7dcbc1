"""Stands between a browser and a service on loopback, so that a test can break the line between them."""

import asyncio
import contextlib
import threading


class Bridge:
    """Passes bytes both ways between a port of its own and another, for as long as the block lasts."""

    def __init__(self, far_port):
        self.far_port = far_port
        self.port = None
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.writers = set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.listen())
        self.ready.set()
        self.loop.run_forever()

    async def listen(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=1024)
        self.port = self.server.sockets[0].getsockname()[1]

    async def serve(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far_port)
        except OSError:
            writer.close()
            return
        self.writers.update((writer, far_writer))
        await asyncio.gather(self.pump(reader, far_writer), self.pump(far_reader, writer))
        self.writers.difference_update((writer, far_writer))

    @staticmethod
    async def pump(reader, writer):
        with contextlib.suppress(OSError, asyncio.CancelledError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()

    def cut(self):
        """Breaks every connection, as a lost network would; new ones may be made."""
        self.loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in list(self.writers)])

    def __enter__(self):
        self.thread.start()
        if not self.ready.wait(10):
            raise TimeoutError("the bridge did not listen")
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
