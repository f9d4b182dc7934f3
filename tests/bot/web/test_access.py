"""Who gets in: tokens, links, cookies, other pages, other names."""

import httpx
import pytest

from tests.bot.web.conftest import TOKEN, Site

READS = [
    "/appliances",
    "/appliances/washer-1",
    "/schedules",
    "/events",
    "/people",
    "/health",
    "/session",
    "/simulator",
]
MESSAGE = {"text": "TV 켜줘", "sender": "mom"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": ""},
    ],
)
async def test_without_the_token_nothing(site: Site, headers: dict[str, str]) -> None:
    async with site.client(headers=headers) as nobody:
        replies = [await nobody.get(f"/api/v1{path}") for path in READS]
        replies += [
            await nobody.get("/metrics"),
            await nobody.post("/api/v1/messages", json=MESSAGE),
            await nobody.post("/api/v1/explain", json={"text": "a"}),
            await nobody.patch("/api/v1/simulator", json={"speed": 5}),
            await nobody.patch("/api/v1/simulator/appliances/washer-1", json={"online": False}),
            await nobody.delete("/api/v1/session"),
            await nobody.post("/api/v1/links", json={"person": "mom"}),
        ]
    for reply in replies:
        assert reply.status_code == 401, reply.request.url
        assert reply.json()["error"].endswith(".")
        assert reply.headers["www-authenticate"] == "Bearer"
    assert not site.house.heard


async def test_wrong_token_beside_a_good_cookie_is_wrong(site: Site) -> None:
    async with site.page("mom") as page:
        assert (
            await page.get("/api/v1/people", headers={"Authorization": "Bearer wrong"})
        ).status_code == 401


async def test_link_signs_in_once(site: Site) -> None:
    link = f"/?code={site.auth.new_code('mom')}"
    async with site.client() as browser:
        response = await browser.get(link)
        assert (response.status_code, response.headers["location"]) == (303, "/")
        cookie = response.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "secure" not in cookie  # plain http on this machine
        assert (await browser.get("/api/v1/session")).json()["person"]["id"] == "mom"
    async with site.client() as second:
        response = await second.get(link)
        assert response.headers["location"] == "/#link-spent"
        assert "set-cookie" not in response.headers
        assert (await second.get("/")).status_code == 200  # the page itself says how to sign in


async def test_person_who_left_is_signed_out(site: Site) -> None:
    async with site.page("grandma") as page:
        assert (await page.get("/api/v1/session")).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "{own}"}, 403),
        ({"Origin": "{own}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
async def test_cookie_acts_only_from_its_own_page(site: Site, headers: dict[str, str], status: int) -> None:
    headers = {name: value.format(own=site.url) for name, value in headers.items()}
    cookies = {site.auth.cookie_name: site.auth.new_session("mom")}
    async with site.client(cookies=cookies, headers=headers) as page:
        assert (await page.post("/api/v1/messages", json={"text": "TV 켜줘"})).status_code == status
        assert (await page.patch("/api/v1/simulator", json={"speed": 2})).status_code == status
        assert (await page.get("/api/v1/people")).status_code == 200
    assert len(site.house.heard) == (status == 200)


async def test_token_needs_no_origin(site: Site) -> None:
    async with site.bearer() as api:
        assert (
            await api.post("/api/v1/messages", json=MESSAGE, headers={"Sec-Fetch-Site": "cross-site"})
        ).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST", 200),
        ("[::1]:{port}", 200),
        ("home.lan:{port}", 200),
        ("evil.example", 421),
        ("evil.example:{port}", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
        ("192.168.0.9", 421),
    ],
)
async def test_only_known_host_names(site: Site, host: str, status: int) -> None:
    async with site.client(headers={"Host": host.format(port=site.server.port)}) as browser:
        for path in ("/", "/healthz", "/static/app.js"):
            response = await browser.get(path)
            assert response.status_code == status
    if status == 421:
        assert "http.allowed_hosts" in response.json()["error"]


async def test_security_headers_everywhere(site: Site, api: httpx.AsyncClient) -> None:
    for path in ("/", "/static/app.js", "/api/v1/people", "/api/v1/nothing", "/healthz"):
        headers = (await api.get(path)).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "script-src" not in policy
        assert "style-src" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")
        assert "server" not in headers


async def test_a_link_signs_somebody_in_once(site: Site, api: httpx.AsyncClient) -> None:
    made = await api.post("/api/v1/links", json={"person": "dad"})
    assert made.status_code == 201
    path = made.json()["link"].partition("/?")[2]
    async with site.client() as page:
        await page.get(f"/?{path}")
        assert (await page.get("/api/v1/session")).json()["person"]["id"] == "dad"
    async with site.client() as other:
        await other.get(f"/?{path}")
        assert (await other.get("/api/v1/session")).status_code == 401
    assert (await api.post("/api/v1/links", json={"person": "nobody"})).status_code == 422
    async with site.page("mom") as page:
        made = await page.post("/api/v1/links", json={"person": "dad"}, headers={"Origin": site.url})
        assert made.status_code == 403
