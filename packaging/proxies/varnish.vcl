vcl 4.1;
# Kojiview at /koji behind Varnish (6 or newer), beside a hub at /kojihub and /kojifiles. /etc/varnish/default.vcl
# TLS is ended before it, by hitch or haproxy with the PROXY protocol: varnishd -a :80 -a 127.0.0.1:8443,PROXY, with
# -p feature=+http2 where that one offers HTTP/2 (alpn h2) to readers.
# To change: the addresses of the two backends.
#
# Kojiview: kojiview serve --hub ... --listen 127.0.0.1:8080 --public-url https://koji.example.org/koji --trusted-proxy 127.0.0.1

import std;

backend kojiview {
    .host = "127.0.0.1";
    .port = "8080";
    .connect_timeout = 3s;
    # Kojiview waits for its hub for 15 s (--hub-deadline). Idle connections are used again for 60 s by default
    # (backend_idle_timeout), less than the 75 s after which Kojiview closes them.
    .first_byte_timeout = 30s;
    .probe = { .url = "/healthz/live"; .interval = 1s; .timeout = 1s; .window = 5; .threshold = 1; .initial = 1; }
}

backend kojihub {
    .host = "127.0.0.1";
    .port = "8081";
    .first_byte_timeout = 15m;
    .between_bytes_timeout = 15m;
}

acl monitoring {
    "localhost";
}

sub vcl_recv {
    # In place of what readers say of themselves, not beside it.
    set req.http.X-Forwarded-For = client.ip;
    set req.http.X-Request-Id = "varnish-" + req.xid;
    # By the port at which TLS arrives.
    set req.http.X-Forwarded-Proto = "http";
    if (std.port(server.ip) == 443 || std.port(server.ip) == 8443) {
        set req.http.X-Forwarded-Proto = "https";
    }

    if (req.url == "/") {
        return (synth(302, "/koji/"));
    }
    # Crawlers look at the root of a host only; Kojiview's rules name the path below which it is.
    if (req.url == "/robots.txt") {
        set req.url = "/koji/robots.txt";
    }
    if (req.url !~ "^/koji([/?]|$)") {
        set req.backend_hint = kojihub;
        # Not kept: files of gigabytes, and a hub's answers.
        return (pass);
    }
    set req.backend_hint = kojiview;
    # For monitoring and for Prometheus, not for readers.
    if (req.url ~ "^/koji/(metrics|healthz/)" && client.ip !~ monitoring) {
        return (synth(403));
    }

    # Kojiview has no cookies; those of other sites at this host would keep pages from being kept.
    unset req.http.Cookie;
    # Kojiview asks for parts of pages by their address (?fragment=), so these headers only make one page many.
    unset req.http.HX-Request-Type;
    unset req.http.HX-Target;
    # Browsers say in many ways that they want HTML.
    if (req.http.Accept ~ "text/html" && req.http.Accept !~ "json") {
        set req.http.Accept = "text/html";
    }
    # The parts of pages that refresh themselves are of this moment: nobody waits for the answer to another.
    if (req.url ~ "[?&]fragment=") {
        return (pass);
    }
    # A page that has just grown old is shown once more while Varnish asks for it again. Old pages are for when Kojiview is gone.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 5s;
    }
}

sub vcl_backend_response {
    if (bereq.backend != kojiview) {
        # Streamed, not kept.
        return (deliver);
    }
    # Kojiview's stale-if-error, of which Varnish knows nothing.
    if (beresp.http.Cache-Control ~ "stale-if-error") {
        set beresp.grace = 5m;
    }
    # What may not be kept is not: asked for again by each reader, for 10 s and not for two minutes, since it may be kept again
    # once the hub is back.
    if (beresp.http.Cache-Control ~ "no-store|private") {
        return (pass(10s));
    }
    # Nothing is kept of which Kojiview does not say for how long.
    if (!beresp.http.Cache-Control) {
        return (pass(10s));
    }
}

sub vcl_deliver {
    # A kept page would tell the name of the request for which it was made.
    set resp.http.X-Request-Id = req.http.X-Request-Id;
    set resp.http.X-Cache = "MISS";
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    }
}

sub vcl_synth {
    if (resp.status == 302) {
        set resp.http.Location = resp.reason;
        set resp.reason = "Found";
        return (deliver);
    }
}
