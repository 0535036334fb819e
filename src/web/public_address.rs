//! Addresses of the hub's servers as readers may see them: without what is secret in them.

use std::sync::Arc;

use axum::http::{HeaderMap, header};

use super::Context;

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

/// Scheme and host of the site, for what has to name them: those that are set, else the host that was asked.
#[must_use]
pub fn origin(context: &Context, headers: &HeaderMap) -> String {
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| !host.is_empty() && host.chars().all(is_of_host));
    let asked = || format!("http://{}", host.unwrap_or("localhost"));
    context.origin.as_deref().map_or_else(asked, str::to_owned)
}

/// How long others may keep what names the site's own address, for an hour at most: not where that is the host that was asked.
#[must_use]
pub fn cached_with_origin(context: &Context) -> [(header::HeaderName, &'static str); 1] {
    let cached = if context.origin.is_some() { "public, max-age=3600" } else { "private, no-store" };
    [(header::CACHE_CONTROL, cached)]
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
