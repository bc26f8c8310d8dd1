"""How does gunicorn run the dashboard, whoever starts it?

WEB_CONCURRENCY says how many workers there are; --bind, where they listen. On SIGTERM, workers take no
more requests and finish those in hand.
"""

import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # gunicorn does so itself, but later

from dashboard.exceptions import DashboardError  # see above
from dashboard.settings import read_settings
from dashboard.web.current import open_store
from dashboard.web.logs import forget_request

worker_class = "dashboard.web.worker.BoundedWorker"
threads = 4
graceful_timeout = 20  # seconds; whoever stops it must wait a little longer before killing it
control_socket_disable = True  # it would lie in the home folder, one for all programs of a user
forwarder_headers = (
    ""  # or a reader could name a path by SCRIPT_NAME, through a proxy that lets it pass
)
logging.getLogger("gunicorn.error").addFilter(forget_request)

try:
    _settings = read_settings()
    open_store(_settings.database_url).close()  # an address that is none is told before it starts
except DashboardError as error:
    sys.exit(f"The dashboard was not started. {error}")

if _settings.log_requests:
    logconfig_dict = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "dashboard.web.logs.JsonLines"}},
        "handlers": {"all": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"level": "INFO", "handlers": ["all"]},
        "loggers": {
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            "gunicorn.access": {"level": "CRITICAL", "handlers": []},  # it would tell queries
        },
    }

if _settings.metrics_token:
    raw_env = [f"PROMETHEUS_MULTIPROC_DIR={tempfile.mkdtemp(prefix='dashboard-metrics-')}"]

    def child_exit(_server: Any, worker: Any) -> None:
        """Leave out of the metrics a worker that is no more."""
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  # see above

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # the library gives it no types
