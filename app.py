"""What does a WSGI server serve? `server`, made from the settings and the store they name."""

from dashboard.settings import read_settings
from dashboard.web import memory
from dashboard.web.application import create_app
from dashboard.web.current import open_store

_settings = read_settings()
server = create_app(open_store(_settings.database_url), _settings).server
memory.settle()
