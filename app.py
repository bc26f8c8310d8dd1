"""What does a WSGI server serve? `server`, made from the settings and the store they name."""

from dashboard.data.store import Store
from dashboard.settings import read_settings
from dashboard.web import memory
from dashboard.web.application import create_app

_settings = read_settings()
server = create_app(Store.open(_settings.database_url, wait=True), _settings).server
memory.settle()
