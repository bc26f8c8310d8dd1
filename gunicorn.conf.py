"""How does gunicorn run the dashboard, whoever starts it?

WEB_CONCURRENCY says how many workers there are; --bind, where they listen.
"""

worker_class = "gthread"
threads = 4
control_socket_disable = True  # it would lie in the home folder, one for all programs of a user
