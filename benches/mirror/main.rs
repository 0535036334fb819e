//! A public mirror under load, each row by itself or all of them: `cargo bench --bench mirror`, `cargo bench --bench mirror -- crawl`.
//! The large demo is the hub; it, the load and Kojiview share the machine. Each row prints its figures beside what is asked for, and the
//! program fails where one misses it by itself; rates depend on the machine and fail nothing. With `long` an outage takes five minutes,
//! and half an hour of readers follows the crawl. `instances` needs a `valkey-server` or `redis-server`.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "figures for people")]

mod crawl;
mod hub;
mod instances;
mod load;
mod outage;
mod process;
mod rows;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    // It wants to know who does TLS for it, though nothing here speaks it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_long = arguments.iter().any(|argument| argument == "long");
    let wants = |row: &str| {
        arguments.iter().all(|argument| argument == "long") || arguments.iter().any(|argument| argument == row)
    };
    let (hub, address) = hub::Hub::start().await;
    let mut missed = Vec::new();
    for row in ["rates", "cold", "same", "crawl", "outage", "instances"] {
        if wants(row) {
            println!("\n== {row}");
            let is_met = match row {
                "rates" => rows::rates(&address).await,
                "cold" => rows::cold(&hub, &address).await,
                "same" => rows::same(&hub, &address).await,
                "crawl" => crawl::crawl(&hub, &address, is_long).await,
                "outage" => outage::outage(&hub, &address, is_long).await,
                _ => instances::instances(&hub, &address).await,
            };
            if !is_met {
                missed.push(row);
            }
        }
    }
    println!("\nmissed: {missed:?}");
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
