//! Every setting once: flag, environment variable, default, help.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;
use clap::{Args, Parser, Subcommand};
use ipnet::IpNet;
use reqwest::Url;
use strum::VariantArray as _;

use crate::demo::{InjectedFault, Koji, Settings, Size};
use crate::hub::{CacheDir, ClientSettings, Cost, Limits, SharedCache};
use crate::logging::LogFormat;
use crate::serve::Bounds;
use crate::urls::BasePath;
use crate::web::SiteLinks;
use crate::web::observe::{ForwardedHeader, TrustedProxies};

/// A read-only web frontend for a Koji hub.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Config {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What Kojiview can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve pages for a Koji hub
    Serve(Serve),
    /// Serve pages for a small hub with made-up data, to try Kojiview
    Demo(Demo),
    /// Say which line of a failed build's logs tells why it failed
    Explain(Explain),
}

/// The settings of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The fault that the task ended with, which may name a log
    #[arg(long, value_name = "TEXT")]
    pub fault: Option<String>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
    /// The logs, under the names that mock or Koji gave them; - is the standard input
    #[arg(value_name = "FILE", required_unless_present = "fault")]
    pub files: Vec<String>,
}

/// The settings of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address of the hub, such as <https://koji.example.org/kojihub>
    #[arg(long, env = "KOJIVIEW_HUB", value_parser = web_address)]
    pub hub: Url,
    /// Address of the hub's files, such as <https://koji.example.org/kojifiles> [default: kojifiles beside the hub, where that ends in /kojihub]
    #[arg(long, env = "KOJIVIEW_FILES", value_parser = web_address)]
    pub files: Option<Url>,
    /// What all commands that serve have in common.
    #[command(flatten)]
    pub site: Site,
}

/// The settings of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address for the demo hub (XML-RPC at /kojihub, files at /kojifiles) [default: some free port]
    #[arg(long, env = "KOJIVIEW_HUB_LISTEN", default_value = "127.0.0.1:0", hide_default_value = true)]
    pub hub_listen: SocketAddr,
    /// Where the data come from: the same seed, the same data
    #[arg(long, default_value = "1")]
    pub seed: u64,
    /// How much there is
    #[arg(long, default_value = "small", value_parser = ["small", "large"])]
    pub size: String,
    /// Freeze the clock
    #[arg(long)]
    pub frozen: bool,
    /// The version of Koji that the hub is: 1.30, 1.33, 1.34 or 1.35
    #[arg(long, default_value = "1.35", value_parser = koji)]
    pub koji: Koji,
    /// What is wrong with the hub: none, slow, offline, 503, invalid or closing
    #[arg(long, default_value = "none", value_parser = fault)]
    pub fault: InjectedFault,
    /// What all commands that serve have in common.
    #[command(flatten)]
    pub site: Site,
}

impl Demo {
    /// What kind of demo it is to be.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let size = if self.size == "large" { Size::Large } else { Size::Small };
        Settings { seed: self.seed, frozen: self.frozen, size, koji: self.koji }
    }
}

/// The settings of everything that serves pages.
#[derive(Debug, Clone, Args)]
pub struct Site {
    /// Address to listen on
    #[arg(long, env = "KOJIVIEW_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Path below which the site is, such as /koji, where it shares its host with others [default: that of --public-url]
    #[arg(long, env = "KOJIVIEW_BASE_PATH")]
    pub base_path: Option<BasePath>,
    /// Address under which readers know the site, such as <https://koji.example.org/koji>
    #[arg(long, env = "KOJIVIEW_PUBLIC_URL", value_parser = web_address)]
    pub public_url: Option<Url>,
    /// What the site is called
    #[arg(long, env = "KOJIVIEW_NAME", default_value = "Kojiview")]
    pub name: String,
    /// Seconds that a request waits for the hub at most
    #[arg(long, env = "KOJIVIEW_HUB_DEADLINE", default_value = "15", value_parser = clap::value_parser!(u64).range(1..=50))]
    pub hub_deadline: u64,
    /// Calls to the hub under way at once at most
    #[arg(long, env = "KOJIVIEW_HUB_CALLS", default_value = "12", value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub hub_calls: u64,
    /// Units of calls to the hub that each network of clients (IPv4 /24, IPv6 /56) may cause a minute; 0 is no limit. A light call costs 1, one that opens a file 5, a heavy one 10
    #[arg(long, env = "KOJIVIEW_CLIENT_BUDGET", default_value = "1200", value_name = "UNITS")]
    pub client_budget: u32,
    /// Classes of calls that are not made, so that pages that need them come from the cache alone: heavy, file, console, light; separated by commas
    #[arg(long, env = "KOJIVIEW_CLOSED", value_name = "CLASSES", value_delimiter = ',', value_parser = cost)]
    pub closed: Vec<Cost>,
    /// Megabytes of cached answers
    #[arg(long, env = "KOJIVIEW_CACHE", default_value = "256", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub cache: u64,
    /// Folder for cached answers that outlive the process [default: none is kept]
    #[arg(long, env = "KOJIVIEW_CACHE_DIR", value_name = "FOLDER")]
    pub cache_dir: Option<PathBuf>,
    /// Megabytes in that folder at most, roughly
    #[arg(long, env = "KOJIVIEW_CACHE_DIR_SIZE", default_value = "1024", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub cache_dir_size: u64,
    /// Address of a Valkey or Redis for cached answers, shared by any number of instances of one hub, such as <redis://cache.example.org:6379/0>; rediss:// is TLS [default: none]
    #[arg(long, env = "KOJIVIEW_SHARED_CACHE", value_name = "ADDRESS", hide_env_values = true)]
    pub shared_cache: Option<SharedCache>,
    /// Connections of readers at once at most
    #[arg(long, env = "KOJIVIEW_CONNECTIONS", default_value = "2048", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub connections: u64,
    /// Seconds that a stop waits for requests under way at most
    #[arg(long, env = "KOJIVIEW_STOP_TIMEOUT", default_value = "10", value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub stop_timeout: u64,
    /// Network of proxies that are believed when they say for whom they ask, such as <127.0.0.1/32>; may be given several times, in the environment separated by commas [default: none is]
    #[arg(long = "trusted-proxy", env = "KOJIVIEW_TRUSTED_PROXIES", value_name = "NETWORK", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,
    /// The header in which they say so
    #[arg(long, env = "KOJIVIEW_FORWARDED_HEADER", value_enum, default_value = "x-forwarded-for")]
    pub forwarded_header: ForwardedHeader,
    /// Address for metrics and health alone [default: at /metrics and /healthz/ of the site]
    #[arg(long, env = "KOJIVIEW_METRICS_LISTEN", value_name = "ADDRESS")]
    pub metrics_listen: Option<SocketAddr>,
    /// How the log is written: auto is text on a terminal, to journald below systemd, JSON else
    #[arg(long, env = "KOJIVIEW_LOG_FORMAT", value_enum, default_value = "auto")]
    pub log_format: LogFormat,
    /// Redirect kojiweb's addresses for good (301): once Kojiview stands in kojiweb's place to stay
    #[arg(long, env = "KOJIVIEW_PERMANENT_REDIRECTS")]
    pub permanent_redirects: bool,
    /// Answer kojiweb's addresses with the pages they lead to, in place of redirects: for programs that follow none
    #[arg(long, env = "KOJIVIEW_KOJIWEB_IN_PLACE")]
    pub kojiweb_in_place: bool,
    /// Do not let readers run the hub's read methods, on the pages of its API
    #[arg(long, env = "KOJIVIEW_NO_CONSOLE")]
    pub no_console: bool,
    /// Link to another site on failed tasks and packages, such as <Sources=https://src.example.org/rpms/{name}>, with {name}, {nvr}, {arch}, {task} or {log}; may be given several times, in the environment a line each
    #[arg(long = "link", env = "KOJIVIEW_LINKS")]
    pub links: Vec<SiteLinks>,
    /// Which other site's scripts may read the JSON, such as <https://dash.example.org>, or * for all [default: none]
    #[arg(long, env = "KOJIVIEW_JSON_ORIGIN", value_parser = origin)]
    pub json_origin: Option<HeaderValue>,
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

    /// What the hub's client has, with a server of files at this address.
    #[must_use]
    pub fn client_settings(&self, files: Url) -> ClientSettings {
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
            cache_dir: self.cache_dir.as_ref().map(dir),
            shared_cache: self.shared_cache.clone(),
            limits,
        }
    }

    /// The proxies that are believed.
    #[must_use]
    pub fn proxies(&self) -> TrustedProxies {
        TrustedProxies { networks: self.trusted_proxies.clone().into(), header: self.forwarded_header }
    }

    /// Bytes of pages that are kept as they were sent.
    #[must_use]
    pub fn pages(&self) -> u64 {
        (self.cache << 20) / 8
    }
}

/// The last segment of the path of a hub, as Koji's own configuration has it, and that of its files beside it.
const HUB_AND_FILES: (&str, &str) = ("kojihub", "kojifiles");

impl Serve {
    /// Where the hub's files are: at the address that is set, or beside the hub under Koji's own name.
    ///
    /// # Errors
    ///
    /// None is set, and the path of the hub does not end as Koji's own configuration has it.
    pub fn files(&self) -> Result<Url, String> {
        if let Some(files) = &self.files {
            return Ok(files.clone());
        }
        let (hub, files) = HUB_AND_FILES;
        let beside = self.hub.path().trim_end_matches('/').strip_suffix(hub).filter(|path| path.ends_with('/'));
        let path = beside.map(|path| format!("{path}{files}"));
        let path = path.ok_or_else(|| {
            format!(
                "--files has to be set: the path of --hub does not end in /{hub}, so it does not tell where they are"
            )
        })?;
        let mut url = self.hub.clone();
        url.set_path(&path);
        // What the hub takes as parameters, such as a key, is none of the files' server's.
        url.set_query(None);
        url.set_fragment(None);
        Ok(url)
    }
}

fn fault(text: &str) -> Result<InjectedFault, String> {
    text.parse().map_err(|_| "one of none, slow, offline, 503, invalid, closing".to_owned())
}

fn koji(text: &str) -> Result<Koji, String> {
    text.parse().map_err(|_| "one of 1.30, 1.33, 1.34, 1.35".to_owned())
}

fn cost(text: &str) -> Result<Cost, String> {
    let found = Cost::VARIANTS.iter().copied().find(|cost| cost.name() == text);
    found.ok_or_else(|| "one of light, heavy, file, console".to_owned())
}

fn network(text: &str) -> Result<IpNet, String> {
    let one = || text.parse::<IpAddr>().ok().map(IpNet::from);
    let network = text.parse::<IpNet>().ok().or_else(one);
    network.ok_or_else(|| "a network such as 192.0.2.0/24 or 2001:db8::/56, or an address".to_owned())
}

fn origin(text: &str) -> Result<HeaderValue, String> {
    let is_origin = || web_address(text).is_ok_and(|url| url.origin().ascii_serialization() == text);
    let value = HeaderValue::try_from(text).ok().filter(|_| text == "*" || is_origin());
    value.ok_or_else(|| "an origin such as https://dash.example.org, or *".to_owned())
}

fn web_address(text: &str) -> Result<Url, String> {
    let url: Url = text.parse().map_err(|error| format!("{error}"))?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        _ => Err("an address that begins with http:// or https://".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{Command, Config};

    fn files(arguments: &[&str]) -> Result<String, String> {
        let config = Config::try_parse_from([&["kojiview", "serve"], arguments].concat()).unwrap();
        let Command::Serve(serve) = config.command else { unreachable!() };
        serve.files().map(|url| url.to_string())
    }

    #[test]
    fn files_are_beside_the_hub() {
        for (hub, expected) in [
            ("https://koji.example.org/kojihub", Some("https://koji.example.org/kojifiles")),
            ("https://koji.example.org/a/kojihub/", Some("https://koji.example.org/a/kojifiles")),
            ("https://koji.example.org/kojihub?key=1#x", Some("https://koji.example.org/kojifiles")),
            ("https://me:secret@koji.example.org/kojihub", Some("https://me:secret@koji.example.org/kojifiles")),
            ("https://koji.example.org/hub", None),
            ("https://koji.example.org/mykojihub", None),
            ("https://koji.example.org/", None),
        ] {
            assert_eq!(files(&["--hub", hub]).ok().as_deref(), expected, "{hub}");
        }
        let both = ["--hub", "https://x.example.org/hub", "--files", "https://files.example.org/"];
        assert_eq!(files(&both).as_deref(), Ok("https://files.example.org/"));
    }
}
