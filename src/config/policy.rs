//! The settings of what readers and others may do.

use axum::http::HeaderValue;
use clap::Args;
use ipnet::IpNet;

use super::values::{network, origin, switch};
use crate::web::Console;
use crate::web::observe::{ForwardedHeader, TrustedProxies};

/// The settings of what readers and others may do. They are read again on SIGHUP.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What readers and others may do (read again on SIGHUP)")]
pub struct Policy {
    /// Network of proxies that are believed when they say for whom they ask, such as <127.0.0.1/32>; may be given several times, in the environment separated by commas [default: none is]
    #[arg(long = "trusted-proxy", value_name = "NETWORK", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,
    /// The header in which they say so
    #[arg(long, value_enum, default_value = "x-forwarded-for")]
    pub forwarded_header: ForwardedHeader,
    /// Redirect kojiweb's addresses for good (301): once Kojiview stands in kojiweb's place to stay
    #[arg(long, default_value = "false", value_parser = switch, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_default_value = true)]
    pub permanent_redirects: bool,
    /// Answer kojiweb's addresses with the pages they lead to, in place of redirects: for programs that follow none
    #[arg(long, default_value = "false", value_parser = switch, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_default_value = true)]
    pub kojiweb_in_place: bool,
    /// Do not let readers run the hub's read methods, on the pages of its API
    #[arg(long, default_value = "false", value_parser = switch, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_default_value = true)]
    pub no_console: bool,
    /// Which other site's scripts may read the JSON, such as <https://dash.example.org>, or * for all [default: none]
    #[arg(long, value_parser = origin)]
    pub json_origin: Option<HeaderValue>,
}

impl Policy {
    /// The proxies that are believed.
    #[must_use]
    pub fn proxies(&self) -> TrustedProxies {
        TrustedProxies { networks: self.trusted_proxies.clone().into(), header: self.forwarded_header }
    }

    /// May readers run the hub's read methods?
    #[must_use]
    pub fn console(&self) -> Console {
        if self.no_console { Console::Off } else { Console::On }
    }
}
