//! Every setting once: flag, default, help. [`load`] reads them from their sources.

mod appearance;
mod command_line;
mod documents;
mod effective;
mod koji;
mod load;
mod near;
mod policy;
mod reload;
mod sample;
mod site;
mod source;
mod unknown;
mod values;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use reqwest::{Certificate, Url};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

pub use self::appearance::Look;
pub use self::documents::{write_completions, write_man};
pub use self::effective::write_effective;
pub use self::koji::{Migrated, migrate};
pub use self::load::{Failure, Loaded, Setting, load};
pub use self::policy::Policy;
pub use self::sample::sample;
pub use self::site::Site;
pub use self::source::Origin;
use self::values::{fault, koji, site_address, switch, web_address};
use crate::demo::{InjectedFault, Koji, Settings, Size};

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
    /// Say which settings of serve are in force, where each comes from, and everything that is wrong with them
    CheckConfig(Serve),
    /// Write a file of settings with all that there are, as comments
    SampleConfig,
    /// Write a file of settings made of kojiweb's web.conf, and say what has no counterpart
    MigrateConfig(MigrateConfig),
    /// Write the manual page of all commands
    Man,
    /// Write the completions for a shell
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Say which line of a failed build's logs tells why it failed
    Explain(Explain),
}

/// The settings of `migrate-config`.
#[derive(Debug, Args)]
pub struct MigrateConfig {
    /// kojiweb's file of settings, such as /etc/kojiweb/web.conf
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The folder of further files of it (*.conf), over which that goes [default: FILE.d]
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
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
#[command(next_help_heading = "The hub")]
pub struct Serve {
    /// Address of the hub, such as <https://koji.example.org/kojihub>
    #[arg(long, value_parser = web_address)]
    pub hub: Url,
    /// Address of the hub's files, such as <https://koji.example.org/kojifiles> [default: kojifiles beside the hub, where that ends in /kojihub]
    #[arg(long, value_parser = web_address)]
    pub files: Option<Url>,
    /// Address under which readers' browsers reach the hub's files, where that is another one [default: that of --files]
    #[arg(long, value_parser = web_address)]
    pub public_files: Option<Url>,
    /// Address of the hub that readers are told, where that is another one [default: that of --hub]
    #[arg(long, value_parser = site_address)]
    pub public_hub: Option<Url>,
    /// File of certificates (PEM) of authorities that are believed of the hub and its files, beside those of the system [default: none]
    #[arg(long, value_name = "FILE")]
    pub hub_ca: Option<PathBuf>,
    /// Profile of koji.conf that says hub, files and hub-ca where they are not set here, such as <fedora> [default: none]
    #[arg(long, value_name = "NAME")]
    pub koji_profile: Option<String>,
    /// What all commands that serve have in common.
    #[command(flatten)]
    pub site: Site,
}

/// The settings of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address for the demo hub (XML-RPC at /kojihub, files at /kojifiles) [default: some free port]
    #[arg(long, default_value = "127.0.0.1:0", hide_default_value = true)]
    pub hub_listen: SocketAddr,
    /// Where the data come from: the same seed, the same data
    #[arg(long, default_value = "1")]
    pub seed: u64,
    /// How much there is
    #[arg(long, default_value = "small", value_parser = ["small", "large"])]
    pub size: String,
    /// Freeze the clock
    #[arg(long, default_value = "false", value_parser = switch, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_default_value = true)]
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

    /// The authorities in the file that is set.
    ///
    /// # Errors
    ///
    /// There is no such file, or no certificate in it.
    pub fn authorities(&self) -> Result<Vec<Certificate>, String> {
        let Some(path) = &self.hub_ca else { return Ok(Vec::new()) };
        let failed = |why: &str| format!("--hub-ca {}: {why}", path.display());
        let pem = source::text(path).map_err(|error| failed(&error))?;
        let found = CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<Vec<_>, _>>();
        let found = found.map_err(|_| failed("not PEM"))?;
        if found.is_empty() {
            return Err(failed("no certificate in it"));
        }
        let checked = found.iter().enumerate().map(|(index, certificate)| {
            let is_one = RootCertStore::empty().add(certificate.clone()).is_ok();
            let certificate = Certificate::from_der(certificate).ok().filter(|_| is_one);
            certificate.ok_or_else(|| failed(&format!("certificate {} in it is none of an authority", index + 1)))
        });
        checked.collect()
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
