"""Takes a database away from a server, and gives it back."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """A port that leads to another: `silent`, it passes nothing on; `closed`, it hangs up on everybody."""

    port: int
    silent: bool = False
    closed: bool = False
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)

    def hang_up(self) -> None:
        """End every connection."""
        for pair in self._pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def accept(self, listener: socket.socket, host: str, port: int) -> None:
        """Take connections until the listener is closed."""
        with contextlib.suppress(OSError):
            while True:
                reader, _ = listener.accept()
                if self.closed:
                    reader.close()
                    continue
                database = socket.create_connection((host, port))
                self._pairs.append((reader, database))
                for here, there in ((reader, database), (database, reader)):
                    threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        with here:
            # An end that is reset is as gone as one that is closed.
            with contextlib.suppress(OSError):
                while content := here.recv(65_536):
                    if not self.silent:
                        there.sendall(content)
            with contextlib.suppress(OSError):
                there.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def proxy_to(host: str, port: int) -> Iterator[Proxy]:
    """Open a port of this machine that leads to another."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = Proxy(listener.getsockname()[1])
        threading.Thread(target=proxy.accept, args=(listener, host, port), daemon=True).start()
        yield proxy
        listener.shutdown(socket.SHUT_RDWR)
    proxy.hang_up()
