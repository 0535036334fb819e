//! What the whole process has and handlers take parts of, by type.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderValue;
use axum::http::request::Parts;
use jiff::Timestamp;

use super::Routes;
use super::files::Files;
use super::public_address::HubAddress;
use super::request::RequestContext;
use super::revalidations::Revalidations;
use super::site_links::SiteLink;
use crate::hub::{Hub, HubClient};
use crate::urls::{BasePath, Url};

/// What time it is: a frozen demo has its own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

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
    /// The pages.
    pub routes: Routes,
    /// The page that one of kojiweb's leads to, by what follows `/koji/` in its address and by its query: the table of
    /// kojiweb's addresses stands above the pages, and what readers paste into one of these is looked up in it.
    pub kojiweb_page: fn(&str, &str) -> Option<Url>,
    /// Where the hub's files are.
    pub files: Files,
    /// Links to other sites.
    pub links: Arc<[SiteLink]>,
    /// What pages were made of, for readers who ask whether one changed.
    pub revalidations: Revalidations,
    /// What time it is.
    pub clock: Clock,
    /// Are kojiweb's addresses redirected for good?
    pub permanent_redirects: bool,
    /// Are they answered by what they lead to, in place of a redirect?
    pub kojiweb_in_place: bool,
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

impl FromRequestParts<Context> for Hub {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        let stats = RequestContext::of(&parts.extensions).map(|request| request.stats.clone());
        Ok(context.hub.handle(stats.unwrap_or_default()))
    }
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

impl FromRequestParts<Context> for HubAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, context: &Context) -> Result<Self, Self::Rejection> {
        Ok(context.hub_address.clone())
    }
}
