//! The command line.

use std::io::{self, StdoutLock, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use kojiview::config::{self, Command, Failure, Serve, Site};
use kojiview::web::files::Files;
use kojiview::web::response::PageCache;
use kojiview::web::{Clock, Console, Context, HubAddress, observe};
use kojiview::{app, hub, logging, serve};

#[tokio::main]
async fn main() -> ExitCode {
    // What is not UTF-8 is none of our settings.
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let loaded = match config::load(std::env::args_os(), variables) {
        Ok(loaded) => loaded,
        Err(Failure::CommandLine(error)) => error.exit(),
        Err(Failure::Mistakes(mistakes)) => return fail(&mistakes),
    };
    for warning in &loaded.warnings {
        eprintln!("kojiview: {warning}");
    }
    let done = match &loaded.config.command {
        Command::Serve(serve) => serve_hub(serve).await,
        Command::Demo(demo) => serve_demo(demo).await,
        Command::CheckConfig(_) => print(|out| config::write_effective(&loaded, out)),
        Command::SampleConfig => print(|out| write!(out, "{}", config::sample())),
        Command::Explain(asked) => explain(asked),
    };
    done.map_or_else(|message| fail(&[message]), |()| ExitCode::SUCCESS)
}

fn fail(mistakes: &[String]) -> ExitCode {
    for mistake in mistakes {
        eprintln!("kojiview: {mistake}");
    }
    ExitCode::from(2)
}

/// Writes to the standard output.
fn print(write: impl FnOnce(&mut StdoutLock<'_>) -> io::Result<()>) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match write(&mut out).and_then(|()| out.flush()) {
        // Who reads on does so no more.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| error.to_string()),
    }
}

fn explain(asked: &config::Explain) -> Result<(), String> {
    let said = kojiview::explain::explain(asked)?;
    let json = asked.json.then(|| serde_json::to_string(&said)).transpose().map_err(|error| error.to_string())?;
    print(|out| match json {
        Some(json) => writeln!(out, "{json}"),
        None => said.write(out),
    })
}

async fn serve_hub(serve: &Serve) -> Result<(), String> {
    let now: Clock = Arc::new(jiff::Timestamp::now);
    run(&serve.site, serve.hub.clone(), serve.files()?, now).await
}

async fn serve_demo(config: &config::Demo) -> Result<(), String> {
    let demo = kojiview::demo::Demo::new(config.settings());
    demo.inject(config.fault);
    let listener = tokio::net::TcpListener::bind(config.hub_listen).await;
    let listener = listener.map_err(|error| format!("--hub-listen {}: {error}", config.hub_listen))?;
    let at = listener.local_addr().map_err(|error| error.to_string())?;
    println!("The demo hub is at http://{at}/kojihub (made-up data)");
    let serving = axum::serve(listener, demo.router());
    tokio::spawn(async move { serving.await });
    let address = |path| format!("http://{at}/{path}").parse().map_err(|error| format!("--hub-listen {at}: {error}"));
    run(&config.site, address("kojihub")?, address("kojifiles")?, Arc::new(move || demo.now())).await
}

async fn run(site: &Site, hub: reqwest::Url, files: reqwest::Url, clock: Clock) -> Result<(), String> {
    logging::start(site.log_format)?;
    let base = site.base()?;
    let hub_address = HubAddress::of(hub.clone());
    let client = hub::HubClient::with(hub, site.client_settings(files.clone()));
    let hub = client.map_err(|error| format!("--hub: {error}"))?;
    let context = Context {
        name: site.name.as_str().into(),
        base: base.clone(),
        origin: site.origin(),
        links: site.links.iter().flat_map(|links| links.0.clone()).collect(),
        permanent_redirects: site.permanent_redirects,
        kojiweb_in_place: site.kojiweb_in_place,
        console: if site.no_console { Console::Off } else { Console::On },
        json_origin: site.json_origin.clone(),
        pages: PageCache::of(site.pages()),
        proxies: site.proxies(),
        metrics_are_elsewhere: site.metrics_listen.is_some(),
        ..app::context(hub, hub_address, Files::at(files), clock)
    };
    tokio::task::spawn_blocking(kojiview::log::prepare);
    tokio::spawn(context.hub.clone().follow_api());
    context.hub.refresh_names();
    if let Some(address) = site.metrics_listen {
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.map_err(|error| format!("--metrics-listen {address}: {error}"))?;
        let at = listener.local_addr().map_err(|error| error.to_string())?;
        println!("Metrics and health are at http://{at}/");
        let router = observe::health::router(context.clone(), true);
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    let listener = tokio::net::TcpListener::bind(site.listen).await;
    let listener = listener.map_err(|error| format!("--listen {}: {error}", site.listen))?;
    let at = listener.local_addr().map_err(|error| error.to_string())?;
    println!("Kojiview is at http://{at}{}/", base.as_str());
    let hub = context.hub.clone();
    serve::serve(listener, app::service(context), site.bounds(), stopped()).await;
    let _ = tokio::task::spawn_blocking(move || hub.close()).await;
    Ok(())
}

/// Done when the process is asked to stop.
async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
}
