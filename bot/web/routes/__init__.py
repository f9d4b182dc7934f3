"""The routes of the web server, a file a subject; each is built from what it needs."""
