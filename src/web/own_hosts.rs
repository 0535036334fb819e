//! Which hosts are of this Koji, as far as the site knows: ids in addresses of others mean something else.

use std::net::IpAddr;

/// The hosts of the hub, of its files and of the site.
#[derive(Debug, Clone)]
pub struct OwnHosts {
    hosts: Vec<String>,
    /// Is the hub known by a name that others know it by? Else any host may be another name of this Koji.
    is_public: bool,
}

impl OwnHosts {
    /// Of the hub's host, the addresses of the site and of the files, and the host that a reader asks.
    #[must_use]
    pub fn of(hub: &str, origin: Option<&str>, files: &str, asked: Option<&str>) -> Self {
        let of_address = |address: &str| reqwest::Url::parse(address).ok()?.host_str().map(str::to_owned);
        let asked = asked.and_then(|host| host.split(':').next()).map(str::to_owned);
        let hosts = [Some(hub.to_owned()), origin.and_then(of_address), of_address(files), asked];
        Self { hosts: hosts.into_iter().flatten().collect(), is_public: is_public(hub) }
    }

    /// Is it one of them, by its whole name?
    #[must_use]
    pub fn has(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Is it certainly of somebody else? What shares a domain with one of ours is ours: a Koji is known under several names.
    #[must_use]
    pub fn is_foreign(&self, host: &str) -> bool {
        let is_ours = |own: &String| domain(own).eq_ignore_ascii_case(domain(host));
        self.is_public && is_public(host) && !self.hosts.iter().any(is_ours)
    }
}

/// Is it a name, and not an address or a name of a network of its own?
fn is_public(host: &str) -> bool {
    host.contains('.') && host.parse::<IpAddr>().is_err()
}

/// The last two parts of a name.
fn domain(host: &str) -> &str {
    host.rmatch_indices('.').nth(1).map_or(host, |(at, _)| &host[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::OwnHosts;

    #[test]
    fn what_shares_a_domain_is_ours() {
        let hosts =
            OwnHosts::of("koji.example.org", None, "https://files.example.net/", Some("mirror.example.com:8080"));
        for (host, is_foreign) in [
            ("koji.example.org", false),
            ("KOJI.stage.Example.org", false),
            ("files.example.net", false),
            ("mirror.example.com", false),
            ("koji.example.edu", true),
            ("", false),
            ("192.0.2.7", false),
            ("localhost", false),
        ] {
            assert_eq!(hosts.is_foreign(host), is_foreign, "{host}");
        }
        assert!(hosts.has("koji.example.org") && !hosts.has("www.example.org"));
        assert!(
            !OwnHosts::of("127.0.0.1", None, "x", None).is_foreign("koji.example.edu"),
            "it may be ours by that name"
        );
    }
}
