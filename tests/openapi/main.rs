//! The document for programs is valid `OpenAPI` 3.1, and the site answers what it says, whatever a generator of requests makes of it.
//! Both are said by tools of others, which `tests/run` puts into `target/validators`.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use axum::Router;
use kojiview::app;
use kojiview::demo::{Demo, Settings};
use kojiview::hub::{HubClient, Limits};
use kojiview::web::files::Files;
use kojiview::web::{Context, HubAddress};
use tokio::net::TcpListener;

async fn listen(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A site over a frozen demo.
async fn site() -> String {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let service = app::service(Context {
        appearance: Arc::new(kojiview::web::appearance::Appearance::named("test")),
        ..app::context(
            HubClient::new(format!("{hub}/kojihub").parse().unwrap(), Limits::default()).unwrap(),
            HubAddress::of("https://hub.example.org/kojihub".parse().unwrap()),
            Files::at(format!("{hub}/kojifiles").parse().unwrap()),
            Arc::new(move || demo.now()),
        )
    });
    listen(Router::new().fallback_service(service)).await
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a tool in a folder that is its own, beside the site, which is served meanwhile; what it says is shown where it fails.
async fn run(tool: &str, folder: PathBuf, arguments: Vec<String>) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/validators/bin").join(tool);
    assert!(path.exists(), "{tool} is not there: tests/run puts it into target/validators");
    let run = move || {
        let mut command = Command::new("timeout");
        command.args(["--kill-after=10", "300"]).arg(&path).args(&arguments).current_dir(&folder);
        let alone = [("NO_PROXY", "127.0.0.1"), ("NO_COLOR", "1"), ("HYPOTHESIS_STORAGE_DIRECTORY", "hypothesis")];
        let output = command.envs(alone).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{}: {said}", path.display());
        said
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_valid() {
    let (site, folder) = (site().await, folder("openapi-document"));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let document = reqwest::get(format!("{site}/openapi.json")).await.unwrap().text().await.unwrap();
    std::fs::write(folder.join("openapi.json"), &document).unwrap();
    let arguments = ["--schema", "3.1", "--validation-errors", "all", "openapi.json"].map(str::to_owned);
    let said = run("openapi-spec-validator", folder.clone(), arguments.to_vec()).await;
    assert!(said.contains("OK"), "{said}");
    // A tool that takes anything would say nothing.
    std::fs::write(folder.join("openapi.json"), document.replace("\"operationId\"", "\"operationIdd\"")).unwrap();
    let wrong = tokio::spawn(run("openapi-spec-validator", folder, arguments.to_vec())).await;
    assert!(wrong.is_err(), "a wrong document is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_what_the_document_says() {
    let (site, folder) = (site().await, folder("openapi-answers"));
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openapi/schemathesis.toml");
    let arguments =
        ["--config-file", config, "run", &format!("{site}/openapi.json"), "--url", &site].map(str::to_owned);
    let said = run("schemathesis", folder, arguments.to_vec()).await;
    // Each address, but for the one that the document itself is at.
    let operations = app::routes().iter().count() - 1;
    assert!(said.split_whitespace().any(|word| word == operations.to_string()), "{operations}: {said}");
}
