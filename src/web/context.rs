//! What the whole process has and handlers take parts of, by type.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderValue;
use axum::http::request::Parts;
use jiff::Timestamp;

use super::files::Files;
use crate::hub::{Hub, HubClient, RequestStats};
use crate::urls::BasePath;

/// What time it is: a frozen demo has its own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The hub's address for readers, without what is secret in it.
#[derive(Debug, Clone)]
pub struct HubAddress(Arc<reqwest::Url>);

impl HubAddress {
    /// Without user, password and parameters.
    #[must_use]
    pub fn of(mut hub: reqwest::Url) -> Self {
        // Only addresses that have no host refuse it, and they have none to hide.
        let _ = (hub.set_username(""), hub.set_password(None));
        hub.set_query(None);
        hub.set_fragment(None);
        Self(Arc::new(hub))
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

impl FromRequestParts<Context> for HubAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        Ok(context.hub_address.clone())
    }
}

/// The process's parts.
#[derive(Clone)]
pub struct Context {
    /// The hub.
    pub hub: Arc<HubClient>,
    /// What the site is called, beside the product.
    pub name: Arc<str>,
    /// The hub's address without what is secret in it.
    pub hub_address: HubAddress,
    /// The path below which the site is.
    pub base: BasePath,
    /// Scheme and host under which readers know the site, where that is set.
    pub origin: Option<Arc<str>>,
    /// Where the hub's files are.
    pub files: Files,
    /// What time it is.
    pub clock: Clock,
    /// Are kojiweb's addresses redirected for good?
    pub permanent_redirects: bool,
    /// Who may read JSON from another site (`Access-Control-Allow-Origin`); nobody, where it is absent.
    pub json_origin: Option<HeaderValue>,
}

impl FromRef<Context> for Files {
    fn from_ref(context: &Context) -> Self {
        context.files.clone()
    }
}

impl FromRef<Context> for Clock {
    fn from_ref(context: &Context) -> Self {
        context.clock.clone()
    }
}

/// The account of a request, made by whoever comes first.
pub(super) fn stats_of(extensions: &mut axum::http::Extensions) -> Arc<RequestStats> {
    extensions.get_or_insert_with(Arc::<RequestStats>::default).clone()
}

impl FromRequestParts<Context> for Hub {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        Ok(context.hub.handle(stats_of(&mut parts.extensions)))
    }
}

impl FromRequestParts<Context> for Files {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        Ok(context.files.clone())
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
