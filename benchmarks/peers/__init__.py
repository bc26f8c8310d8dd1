from typing import Any

PEERS: tuple[Any, ...] = ()
Peer = Any
