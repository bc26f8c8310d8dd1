"""How is the dashboard served on the web? `application.create_app` puts the parts together."""
