//! A process that serves pages: what the settings say is opened, and closed when it is asked to stop.

use std::io::{self, Write as _};
use std::sync::Arc;

use reqwest::{Certificate, Url};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::app::Service;
use crate::config::{Command, Demo, Failure, Loaded, Serve, Site};
use crate::hub::HubClient;
use crate::serve::{CurrentService, Inherited, Listen, Listeners, systemd};
use crate::urls::BasePath;
use crate::web::files::Files;
use crate::web::response::PageCache;
use crate::web::{Clock, Context, HubAddress, observe};

/// Reads the settings of the process once more.
pub type ReadAgain = Box<dyn Fn() -> Result<Loaded, Failure> + Send>;

/// Where data come from.
struct Upstream {
    hub: Url,
    /// What readers are told of it.
    public_hub: Url,
    files: Url,
    /// Where readers' browsers find the files.
    public_files: Url,
    authorities: Vec<Certificate>,
    clock: Clock,
}

/// Serves pages for a hub, at the sockets that systemd opened or else where the settings say, until the process is asked to stop.
///
/// # Errors
///
/// A setting that cannot be followed, by its flag.
pub async fn serve(settings: &Serve, loaded: &Loaded, inherited: Inherited, again: ReadAgain) -> Result<(), String> {
    let files = settings.files()?;
    let upstream = Upstream {
        hub: settings.hub.clone(),
        public_hub: settings.public_hub.clone().unwrap_or_else(|| settings.hub.clone()),
        public_files: settings.public_files.clone().unwrap_or_else(|| files.clone()),
        files,
        authorities: settings.authorities()?,
        clock: Arc::new(jiff::Timestamp::now),
    };
    run(&settings.site, upstream, inherited, Reload { loaded, again }).await
}

/// Serves pages for a demo hub, and that.
///
/// # Errors
///
/// A setting that cannot be followed, by its flag.
pub async fn demo(settings: &Demo, loaded: &Loaded, again: ReadAgain) -> Result<(), String> {
    let demo = crate::demo::Demo::new(settings.settings());
    demo.inject(settings.fault);
    let listener = TcpListener::bind(settings.hub_listen).await;
    let listener = listener.map_err(|error| format!("--hub-listen {}: {error}", settings.hub_listen))?;
    let at = listener.local_addr().map_err(|error| error.to_string())?;
    say(&format!("The demo hub is at http://{at}/kojihub (made-up data)"));
    let serving = axum::serve(listener, demo.router());
    tokio::spawn(async move { serving.await });
    let address =
        |path| format!("http://{at}/{path}").parse::<Url>().map_err(|error| format!("--hub-listen {at}: {error}"));
    let upstream = Upstream {
        hub: address("kojihub")?,
        public_hub: address("kojihub")?,
        files: address("kojifiles")?,
        public_files: address("kojifiles")?,
        authorities: Vec::new(),
        clock: Arc::new(move || demo.now()),
    };
    run(&settings.site, upstream, Inherited::default(), Reload { loaded, again }).await
}

async fn run(site: &Site, upstream: Upstream, inherited: Inherited, reload: Reload<'_>) -> Result<(), String> {
    crate::logging::start(site.log_format)?;
    let base = site.base()?;
    let listeners = Listeners::open(inherited, &site.listen).await;
    let listeners = listeners.map_err(|error| format!("--listen {}: {error}", site.listen))?;
    let places = places(&listeners, &base)?;
    let hub_address = HubAddress::of(upstream.public_hub);
    let client = HubClient::with(upstream.hub, site.client_settings(upstream.files, upstream.authorities));
    let hub = client.map_err(|error| format!("--hub: {}", with_sources(&error)))?;
    let context = Context {
        base,
        origin: site.origin(),
        pages: PageCache::of(site.pages()),
        metrics_are_elsewhere: site.metrics_listen.is_some(),
        ..crate::app::context(hub, hub_address, Files::at(upstream.public_files), upstream.clock)
    };
    let context = with_changeable(context, site)?;
    tokio::task::spawn_blocking(crate::log::prepare);
    tokio::spawn(context.hub.clone().follow_api());
    context.hub.refresh_names();
    if let Some(address) = site.metrics_listen {
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|error| format!("--metrics-listen {address}: {error}"))?;
        let at = listener.local_addr().map_err(|error| error.to_string())?;
        say(&format!("Metrics and health are at http://{at}/"));
        let router = observe::health::router(context.clone(), true);
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    let hub = context.hub.clone();
    let (service, current) = CurrentService::changing(crate::app::service(context.clone()));
    for place in &places {
        say(&format!("Kojiview is at {place}"));
    }
    let status = format!("at {}", places.join(", "));
    systemd::ready(&status);
    let stop = async {
        tokio::select! {
            () = stopped() => {}
            () = reload.whenever_asked(&context, &service, &status) => {}
        }
        systemd::stopping();
    };
    crate::serve::serve(listeners, current, site.bounds(), stop).await;
    let _ = tokio::task::spawn_blocking(move || hub.close()).await;
    Ok(())
}

/// The context with all settings that may change while the process runs.
fn with_changeable(context: Context, site: &Site) -> Result<Context, String> {
    Ok(Context {
        appearance: Arc::new(site.look.appearance()?),
        permanent_redirects: site.policy.permanent_redirects,
        kojiweb_in_place: site.policy.kojiweb_in_place,
        console: site.policy.console(),
        json_origin: site.policy.json_origin.clone(),
        proxies: site.policy.proxies(),
        ..context
    })
}

/// What is needed to read the settings again.
struct Reload<'a> {
    loaded: &'a Loaded,
    again: ReadAgain,
}

impl Reload<'_> {
    /// Reads them whenever the process gets a SIGHUP. Where they are wrong, those before hold on. Never done.
    async fn whenever_asked(self, context: &Context, service: &watch::Sender<Service>, status: &str) {
        let Ok(mut asked) = signal(SignalKind::hangup()) else { return std::future::pending().await };
        while asked.recv().await.is_some() {
            systemd::reloading();
            let came_of_it = match self.read(context) {
                Ok(changed) => {
                    service.send_replace(changed);
                    tracing::info!("the settings were read again");
                    ""
                }
                Err(mistakes) => {
                    for mistake in mistakes {
                        tracing::error!(mistake, "the settings are wrong, and were not taken over");
                    }
                    "; the settings are wrong now, those of before hold on"
                }
            };
            systemd::reloaded(&format!("{status}{came_of_it}"));
        }
        std::future::pending::<()>().await;
    }

    fn read(&self, context: &Context) -> Result<Service, Vec<String>> {
        let loaded = (self.again)().map_err(|failure| match failure {
            Failure::CommandLine(error) => vec![error.to_string()],
            Failure::Mistakes(mistakes) => mistakes,
        })?;
        let (Command::Serve(Serve { site, .. }) | Command::Demo(Demo { site, .. })) = &loaded.config.command else {
            return Err(Vec::new());
        };
        let context = with_changeable(context.clone(), site).map_err(|mistake| vec![mistake])?;
        for setting in loaded.wait_for_a_start(self.loaded) {
            tracing::warn!(setting, "the setting has changed, and takes effect when Kojiview is started again");
        }
        Ok(crate::app::service(context))
    }
}

/// Where readers reach it, each once.
fn places(listeners: &Listeners, base: &BasePath) -> Result<Vec<String>, String> {
    let mut places = Vec::new();
    for at in listeners.addresses().map_err(|error| error.to_string())? {
        let place = match at {
            Listen::Tcp(address) => format!("http://{address}{}/", base.as_str()),
            Listen::Unix(_) => at.to_string(),
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(places)
}

/// An error with what caused it: of a client without any certificates only that tells.
fn with_sources(error: &dyn std::error::Error) -> String {
    let sources = std::iter::successors(error.source(), |source| source.source());
    let all: Vec<String> = std::iter::once(error.to_string()).chain(sources.map(ToString::to_string)).collect();
    all.join(": ")
}

/// Done when the process is asked to stop.
async fn stopped() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
}

/// A line for whoever started the process, and reads it or not.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
