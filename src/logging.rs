//! How the log is written: for people on a terminal, with fields for journald and for what collects JSON.

use std::io::IsTerminal as _;

use clap::ValueEnum;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry};

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// As its reader has it best: text on a terminal, to journald below systemd, JSON else.
    Auto,
    /// Lines for people.
    Text,
    /// A line of JSON each.
    Json,
    /// To journald, with fields.
    Journald,
}

/// systemd sets it where the standard error goes to journald.
const BELOW_SYSTEMD: &str = "JOURNAL_STREAM";

/// Writes the log in this way from now on; what is written says `KOJIVIEW_LOG`.
///
/// # Errors
///
/// There is no journald.
pub fn start(format: LogFormat) -> Result<(), String> {
    let filter = EnvFilter::try_from_env("KOJIVIEW_LOG").unwrap_or_else(|_| "kojiview=info".into());
    let journald = || tracing_journald::layer().map_err(|error| format!("--log-format: no journald: {error}"));
    let layer: Box<dyn Layer<_> + Send + Sync> = match format {
        LogFormat::Journald => journald()?.boxed(),
        LogFormat::Text => text(),
        LogFormat::Auto if std::io::stderr().is_terminal() => text(),
        LogFormat::Auto if std::env::var_os(BELOW_SYSTEMD).is_some() => {
            tracing_journald::layer().map_or_else(|_| json(), Layer::boxed)
        }
        LogFormat::Json | LogFormat::Auto => json(),
    };
    tracing_subscriber::registry().with(layer).with(filter).init();
    Ok(())
}

fn text() -> Box<dyn Layer<Registry> + Send + Sync> {
    let is_terminal = std::io::stderr().is_terminal();
    tracing_subscriber::fmt::layer().with_ansi(is_terminal).with_writer(std::io::stderr).boxed()
}

fn json() -> Box<dyn Layer<Registry> + Send + Sync> {
    tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(std::io::stderr).boxed()
}
