//! What the whole process has and handlers take parts of, by type.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderValue, header};
use jiff::Timestamp;

use super::Routes;
use super::appearance::Appearance;
use super::files::Files;
use super::kojiweb_pages::KojiwebPages;
use super::observe::{Metrics, TrustedProxies, client_of};
use super::own_hosts::OwnHosts;
use super::public_address::HubAddress;
use super::request::RequestContext;
use super::response::PageCache;
use crate::hub::{Asker, ClientNetwork, Hub, HubClient};
use crate::urls::BasePath;

/// What time it is: a frozen demo has its own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The process's parts.
#[derive(Clone)]
pub struct Context {
    /// The hub.
    pub hub: Arc<HubClient>,
    /// How the site looks.
    pub appearance: Arc<Appearance>,
    /// The hub's address without what is secret in it.
    pub hub_address: HubAddress,
    /// The path below which the site is.
    pub base: BasePath,
    /// Scheme and host under which readers know the site, where that is set.
    pub origin: Option<Arc<str>>,
    /// The pages.
    pub routes: Routes,
    /// The pages that kojiweb's addresses lead to.
    pub kojiweb_pages: KojiwebPages,
    /// Where the hub's files are.
    pub files: Files,
    /// Pages as they were sent.
    pub pages: PageCache,
    /// What is counted for operators.
    pub metrics: Metrics,
    /// Have they an address of their own, so that readers do not see them?
    pub metrics_are_elsewhere: bool,
    /// The proxies that are believed when they say for whom they ask.
    pub proxies: TrustedProxies,
    /// What time it is.
    pub clock: Clock,
    /// Are kojiweb's addresses redirected for good?
    pub permanent_redirects: bool,
    /// Are they answered by what they lead to, in place of a redirect?
    pub kojiweb_in_place: bool,
    /// May readers run the hub's read methods?
    pub console: Console,
    /// Who may read JSON from another site (`Access-Control-Allow-Origin`); nobody, where it is absent.
    pub json_origin: Option<HeaderValue>,
}

/// May readers run the hub's read methods?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Console {
    /// Those that are on the list.
    On,
    /// None.
    Off,
}

impl FromRef<Context> for Console {
    fn from_ref(context: &Context) -> Self {
        context.console
    }
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

impl FromRequestParts<Context> for Hub {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        Ok(hub_for(context, &parts.extensions))
    }
}

/// The hub for a request, which pays for what it asks.
#[must_use]
pub fn hub_for(context: &Context, extensions: &Extensions) -> Hub {
    let request = RequestContext::of(extensions);
    let asker = Asker {
        network: client_of(extensions).map(ClientNetwork::from),
        is_deep: request.and_then(|request| request.route.as_ref()).is_some_and(|route| !route.index),
    };
    context.hub.handle_for(asker, request.map(|request| request.stats.clone()).unwrap_or_default())
}

impl FromRequestParts<Context> for Files {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        Ok(context.files.clone())
    }
}

impl FromRequestParts<Context> for Routes {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        Ok(context.routes.clone())
    }
}

impl FromRequestParts<Context> for OwnHosts {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        let asked = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        Ok(Self::of(context.hub_address.host(), context.origin.as_deref(), &context.files.file(""), asked))
    }
}

impl FromRequestParts<Context> for HubAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        Ok(context.hub_address.clone())
    }
}
