//! Who asks: the address of a connection, or what a trusted proxy says of whom it asks for.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Who asks, in the end.
#[derive(Debug, Clone, Copy)]
pub struct Client(pub IpAddr);

/// The header in which proxies say for whom they ask. One alone is read: the other may come from anybody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`, as nginx, httpd and haproxy set it.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The proxies that are believed, and where they say for whom they ask.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies {
    /// Their networks. None is trusted unless it is named, loopback neither.
    pub networks: Arc<[IpNet]>,
    /// The header.
    pub header: ForwardedHeader,
}

/// Proxies one behind the other.
const LONGEST_CHAIN: usize = 32;

impl TrustedProxies {
    /// Is this one of them?
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address))
    }

    /// Who asks through this connection: the last one of those named that no trusted proxy is.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.trusts(client) {
            return client;
        }
        for named in self.chain(headers).into_iter().rev().take(LONGEST_CHAIN) {
            // What cannot be read was not written by a proxy of ours, and neither was what stands before it.
            let Some(named) = named else { break };
            client = named;
            if !self.trusts(client) {
                break;
            }
        }
        client
    }

    /// Those that are named, in the order of the proxies.
    fn chain(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let (name, read): (HeaderName, fn(&str) -> Option<IpAddr>) = match self.header {
            ForwardedHeader::XForwardedFor => (HeaderName::from_static("x-forwarded-for"), address),
            ForwardedHeader::Forwarded => (header::FORWARDED, forwarded_for),
        };
        let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?"));
        lines.flat_map(|line| line.split(',')).map(|named| read(named.trim())).collect()
    }
}

/// `for=192.0.2.7;proto=https`, `For="[2001:db8::1]:4711"`.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        address(value.trim().trim_matches('"')).filter(|_| name.trim().eq_ignore_ascii_case("for"))
    })
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    plain.or_else(with_port).or_else(in_brackets).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(header: ForwardedHeader) -> TrustedProxies {
        let networks = ["10.0.0.0/8", "2001:db8:1::/48"].map(|network| network.parse().unwrap());
        TrustedProxies { networks: networks.into(), header }
    }

    fn client(header: ForwardedHeader, peer: &str, name: &'static str, lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name, line.parse().unwrap());
        }
        proxies(header).client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn x_forwarded_for() {
        for (peer, lines, expected) in [
            ("192.0.2.7", &["198.51.100.1"][..], "192.0.2.7"),
            ("127.0.0.1", &["198.51.100.1"], "127.0.0.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["203.0.113.9", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", &["198.51.100.1:4711"], "198.51.100.1"),
            ("2001:db8:1::1", &["[2001:db8:2::9]:80"], "2001:db8:2::9"),
            ("10.0.0.1", &["2001:db8:2::9"], "2001:db8:2::9"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", &["198.51.100.1, nonsense, 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &["nonsense"], "10.0.0.1"),
        ] {
            assert_eq!(client(ForwardedHeader::XForwardedFor, peer, "x-forwarded-for", lines), expected, "{lines:?}");
        }
        assert_eq!(client(ForwardedHeader::XForwardedFor, "10.0.0.1", "forwarded", &["for=203.0.113.9"]), "10.0.0.1");
    }

    #[test]
    fn forwarded() {
        for (line, expected) in [
            ("for=198.51.100.1", "198.51.100.1"),
            ("for=203.0.113.9, FOR=\"198.51.100.1:80\";proto=https", "198.51.100.1"),
            ("proto=https;for=\"[2001:db8:2::9]:4711\"", "2001:db8:2::9"),
            ("for=unknown", "10.0.0.1"),
            ("by=198.51.100.1", "10.0.0.1"),
        ] {
            assert_eq!(client(ForwardedHeader::Forwarded, "10.0.0.1", "forwarded", &[line]), expected, "{line}");
        }
    }
}
