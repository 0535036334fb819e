//! Values of settings that are no plain text or number.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;

use axum::http::HeaderValue;
use ipnet::IpNet;
use reqwest::Url;
use strum::VariantArray as _;

use crate::demo::{InjectedFault, Koji};
use crate::hub::Cost;
use crate::web::{SiteLink, SiteLinks};

/// On or off, as the environment and files of settings write it.
pub(super) fn switch(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err("one of true, false".to_owned()),
    }
}

pub(super) fn fault(text: &str) -> Result<InjectedFault, String> {
    text.parse().map_err(|_| "one of none, slow, offline, 503, invalid, closing".to_owned())
}

pub(super) fn koji(text: &str) -> Result<Koji, String> {
    text.parse().map_err(|_| "one of 1.30, 1.33, 1.34, 1.35".to_owned())
}

pub(super) fn cost(text: &str) -> Result<Cost, String> {
    let found = Cost::VARIANTS.iter().copied().find(|cost| cost.name() == text);
    found.ok_or_else(|| "one of light, heavy, file, console".to_owned())
}

pub(super) fn network(text: &str) -> Result<IpNet, String> {
    let one = || text.parse::<IpAddr>().ok().map(IpNet::from);
    let network = text.parse::<IpNet>().ok().or_else(one);
    network.ok_or_else(|| "a network such as 192.0.2.0/24 or 2001:db8::/56, or an address".to_owned())
}

/// A whole number within bounds.
pub(super) fn number(
    within: RangeInclusive<u64>,
) -> impl Fn(&str) -> Result<u64, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.parse().ok().filter(|number| within.contains(number));
        number.ok_or_else(|| format!("a whole number from {} to {}", within.start(), within.end()))
    }
}

pub(super) fn units(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("a whole number from 0 to {}", u32::MAX))
}

/// An address that more is put behind.
pub(super) fn site_address(text: &str) -> Result<Url, String> {
    let is_plain = |url: &Url| {
        url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none()
    };
    let url = web_address(text)?;
    if is_plain(&url) { Ok(url) } else { Err("an address without user, password, ? and #".to_owned()) }
}

/// What stands in every title.
pub(super) fn name(text: &str) -> Result<String, String> {
    let is_short = !text.trim().is_empty() && text.chars().count() <= 100;
    if is_short { Ok(text.to_owned()) } else { Err("a name of 1 to 100 characters".to_owned()) }
}

/// An address to listen on.
pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "an address and a port, such as 127.0.0.1:8080 or [::]:8080".to_owned())
}

pub(super) fn origin(text: &str) -> Result<HeaderValue, String> {
    let is_origin = || web_address(text).is_ok_and(|url| url.origin().ascii_serialization() == text);
    let value = HeaderValue::try_from(text).ok().filter(|_| text == "*" || is_origin());
    value.ok_or_else(|| "an origin such as https://dash.example.org, or *".to_owned())
}

/// Links that are the same on all pages.
pub(super) fn menu_links(text: &str) -> Result<SiteLinks, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(SiteLink::without_places).collect::<Result<_, _>>().map(SiteLinks)
}

pub(super) fn web_address(text: &str) -> Result<Url, String> {
    let url = text.parse::<Url>().ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| "an address that begins with http:// or https://".to_owned())
}
