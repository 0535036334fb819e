//! Addresses of the hub's servers as readers may see them: without what is secret in them.

use std::sync::Arc;

/// The address without user, password, parameters and fragment.
pub(super) fn without_secrets(mut url: reqwest::Url) -> reqwest::Url {
    // Only addresses that have no host refuse it, and they have none to hide.
    let _ = (url.set_username(""), url.set_password(None));
    url.set_query(None);
    url.set_fragment(None);
    url
}

/// The hub's address for readers, without what is secret in it.
#[derive(Debug, Clone)]
pub struct HubAddress(Arc<reqwest::Url>);

impl HubAddress {
    /// Without user, password and parameters.
    #[must_use]
    pub fn of(hub: reqwest::Url) -> Self {
        Self(Arc::new(without_secrets(hub)))
    }

    /// Its host alone.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl std::ops::Deref for HubAddress {
    type Target = str;
    fn deref(&self) -> &str {
        self.0.as_str()
    }
}

impl std::fmt::Display for HubAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::HubAddress;

    #[test]
    fn an_address_tells_no_secrets() {
        let hub = HubAddress::of("https://kojiview:secret@hub.example.org:8443/kojihub?key=1#x".parse().unwrap());
        assert_eq!(hub.to_string(), "https://hub.example.org:8443/kojihub");
        assert_eq!(hub.host(), "hub.example.org");
    }
}
