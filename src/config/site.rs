//! The settings of everything that serves pages.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, value_parser};
use reqwest::{Certificate, Url};

use super::values::{address, cost, number, units, web_address};
use super::{Look, Policy};
use crate::hub::{CacheDir, ClientSettings, Cost, Limits, SharedCache};
use crate::logging::LogFormat;
use crate::serve::{Bounds, Listen};
use crate::urls::BasePath;

/// The settings of everything that serves pages.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Serving")]
pub struct Site {
    /// A file of settings, each under the name of its flag; flags and the environment go over it [default: /etc/kojiview/kojiview.toml, where it exists]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where to listen: an address, or a Unix socket such as <unix:/run/kojiview/kojiview.sock>, whose clients count as 127.0.0.1. Sockets that systemd opens go over it
    #[arg(long, default_value = "127.0.0.1:8080", value_parser = value_parser!(Listen))]
    pub listen: Listen,
    /// Path below which the site is, such as /koji, where it shares its host with others [default: that of --public-url]
    #[arg(long)]
    pub base_path: Option<BasePath>,
    /// Address under which readers know the site, such as <https://koji.example.org/koji>
    #[arg(long, value_parser = web_address)]
    pub public_url: Option<Url>,
    /// Seconds that a request waits for the hub at most
    #[arg(long, default_value = "15", value_parser = number(1..=50))]
    pub hub_deadline: u64,
    /// Calls to the hub under way at once at most
    #[arg(long, default_value = "12", value_parser = number(1..=1000))]
    pub hub_calls: u64,
    /// Units of calls to the hub that each network of clients (IPv4 /24, IPv6 /56) may cause a minute; 0 is no limit. A light call costs 1, one that opens a file 5, a heavy one 10
    #[arg(long, default_value = "1200", value_name = "UNITS", value_parser = units)]
    pub client_budget: u32,
    /// Classes of calls that are not made, so that pages that need them come from the cache alone: heavy, file, console, light; separated by commas
    #[arg(long, value_name = "CLASSES", value_delimiter = ',', value_parser = cost)]
    pub closed: Vec<Cost>,
    /// Megabytes of cached answers
    #[arg(long, default_value = "256", value_parser = number(1..=1_000_000))]
    pub cache: u64,
    /// Folder for cached answers that outlive the process [default: the one that systemd made for it, else none is kept]
    #[arg(long, value_name = "FOLDER")]
    pub cache_dir: Option<PathBuf>,
    /// Megabytes in that folder at most, roughly
    #[arg(long, default_value = "1024", value_parser = number(1..=1_000_000))]
    pub cache_dir_size: u64,
    /// Address of a Valkey or Redis for cached answers, shared by any number of instances of one hub, such as <redis://cache.example.org:6379/0>; rediss:// is TLS [default: none]
    #[arg(long, value_name = "ADDRESS")]
    pub shared_cache: Option<SharedCache>,
    /// Connections of readers at once at most
    #[arg(long, default_value = "2048", value_parser = number(1..=1_000_000))]
    pub connections: u64,
    /// Seconds that a stop waits for requests under way at most
    #[arg(long, default_value = "10", value_parser = number(0..=3600))]
    pub stop_timeout: u64,
    /// Address for metrics and health alone [default: at /metrics and /healthz/ of the site]
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub metrics_listen: Option<SocketAddr>,
    /// How the log is written: auto is text on a terminal, to journald below systemd, JSON else
    #[arg(long, value_enum, default_value = "auto")]
    pub log_format: LogFormat,
    /// What readers see.
    #[command(flatten)]
    pub look: Look,
    /// What readers and others may do.
    #[command(flatten)]
    pub policy: Policy,
}

impl Site {
    /// The path below which the site is.
    ///
    /// # Errors
    ///
    /// The public address has another path than the one that is set, or none that a site can be below.
    pub fn base(&self) -> Result<BasePath, String> {
        let public = self.public_url.as_ref().map(|url| url.path().parse::<BasePath>()).transpose();
        let public = public.map_err(|error| format!("--public-url: {error}"))?;
        match (&self.base_path, public) {
            (Some(base), Some(public)) if *base != public => {
                Err("--base-path and the path of --public-url differ".to_owned())
            }
            (Some(base), _) => Ok(base.clone()),
            (None, public) => Ok(public.unwrap_or_default()),
        }
    }

    /// Scheme and host under which readers know the site.
    #[must_use]
    pub fn origin(&self) -> Option<Arc<str>> {
        self.public_url.as_ref().map(|url| url.origin().ascii_serialization().into())
    }

    /// The bounds of readers' connections.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds {
            connections: usize::try_from(self.connections).unwrap_or(1),
            stop: Duration::from_secs(self.stop_timeout),
            ..Bounds::default()
        }
    }

    /// What the hub's client has.
    #[must_use]
    pub fn client_settings(&self, files: Url, authorities: Vec<Certificate>) -> ClientSettings {
        let limits = Limits {
            deadline: Duration::from_secs(self.hub_deadline),
            light: usize::try_from(self.hub_calls).unwrap_or(1),
            cache: self.cache << 20,
            client_budget: self.client_budget,
            closed: self.closed.clone(),
            ..Limits::default()
        };
        let dir = |path: &PathBuf| CacheDir { path: path.clone(), bytes: self.cache_dir_size << 20 };
        ClientSettings {
            files: Some(files),
            authorities,
            cache_dir: self.cache_dir.as_ref().map(dir),
            shared_cache: self.shared_cache.clone(),
            limits,
        }
    }

    /// Bytes of pages that are kept as they were sent.
    #[must_use]
    pub fn pages(&self) -> u64 {
        (self.cache << 20) / 8
    }
}
