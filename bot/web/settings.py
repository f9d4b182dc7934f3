"""What the web server must be told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Where to listen and by which names the page may be called."""

    host: str = "127.0.0.1"
    port: int = 8321
    # 0: any free port
    allowed_hosts: tuple[str, ...] = ()
    # host names besides 127.0.0.1, localhost and [::1], e.g. "home.lan"; config key `http.allowed_hosts`
    keep_alive_s: float = 15.0
    # a quiet event stream sends a comment this often
    max_streams: int = 64
    # event streams open at once
