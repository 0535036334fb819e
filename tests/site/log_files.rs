//! Logs are read from the server of files, and from the hub where that gives something else.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use kojiview::demo::{Demo, Settings};
use kojiview::hub::methods::{DEFAULT_VOLUME, LogFile, TaskFile};
use kojiview::hub::model::TaskId;
use kojiview::hub::{ClientSettings, HubClient, Limits};

use super::harness::{Site, listen};

const LOG: &str = "/tasks/1306194/logs/build.log";

/// What is wrong with a server of files.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Server {
    Good,
    IgnoresRanges,
    Page,
    Redirect,
    WrongPart,
    Missing,
    Empty,
    Down,
}

/// A server of the demo's files, with something wrong with it.
async fn files(State((hub, wrong)): State<(String, Server)>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let ask = |range: Option<&str>| {
        let mut request = super::harness::http_client().get(format!("{hub}/kojifiles/{path}"));
        if let Some(range) = range {
            request = request.header("range", range);
        }
        async move {
            let response = request.send().await.unwrap();
            (response.status().is_success(), response.bytes().await.unwrap())
        }
    };
    let range = headers.get(header::RANGE).unwrap().to_str().unwrap();
    match wrong {
        Server::Good => {
            let (is_there, part) = ask(Some(range)).await;
            let size = ask(None).await.1.len();
            let place = format!("{}/{size}", range.replace('=', " "));
            let found = (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, place)], part).into_response();
            if is_there { found } else { StatusCode::NOT_FOUND.into_response() }
        }
        Server::IgnoresRanges => ask(None).await.1.into_response(),
        Server::Page => ([(header::CONTENT_TYPE, "text/html")], "<p>Log in first").into_response(),
        Server::Redirect => (StatusCode::FOUND, [(header::LOCATION, "https://example.org/")]).into_response(),
        Server::WrongPart => {
            let place = [(header::CONTENT_RANGE, "bytes 7-8/9")];
            (StatusCode::PARTIAL_CONTENT, place, "of another part").into_response()
        }
        Server::Missing => StatusCode::NOT_FOUND.into_response(),
        Server::Empty => (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, "bytes */0")]).into_response(),
        Server::Down => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn site(wrong: Server) -> (Site, Arc<Demo>, Arc<HubClient>) {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    let server = Router::new().route("/files/{*path}", get(files)).with_state((hub.clone(), wrong));
    let at = format!("{}/files/", listen(server).await).parse().unwrap();
    let clock = demo.clone();
    let client = HubClient::with(
        format!("{hub}/kojihub").parse().unwrap(),
        ClientSettings { files: Some(at), ..ClientSettings::default() },
    )
    .unwrap();
    let site =
        Site::set(&hub, Limits::default(), Arc::new(move || clock.now()), |context| context.hub = client.clone());
    (site, demo, client)
}

#[tokio::test]
async fn the_log_is_the_same_wherever_it_comes_from() {
    let (known, _) = super::harness::demo().await;
    let lines = known.get(LOG).await.texts(".log .l");
    assert!(lines.len() > 700);
    for wrong in [
        Server::Good,
        Server::IgnoresRanges,
        Server::Page,
        Server::Redirect,
        Server::WrongPart,
        Server::Missing,
        Server::Down,
    ] {
        let (site, demo, _) = site(wrong).await;
        let page = site.get(LOG).await;
        assert_eq!((page.status.as_u16(), &page.texts(".log .l")), (200, &lines), "{wrong:?}");
        let spared = matches!(wrong, Server::Good | Server::IgnoresRanges);
        assert_eq!(!demo.calls().contains_key("downloadTaskOutput"), spared, "{wrong:?}: {:?}", demo.calls());
        assert_eq!(site.get("/tasks/1306192").await.texts("#why .l.e").len(), 1, "{wrong:?}");
    }
}

#[tokio::test]
async fn a_part_is_that_part() {
    let file = LogFile::Task(TaskFile {
        task: TaskId(1_306_194),
        name: "build.log".to_owned(),
        volume: DEFAULT_VOLUME.to_owned(),
        size: 60_000,
        is_final: true,
    });
    for wrong in [Server::Good, Server::IgnoresRanges, Server::Missing] {
        let (_site, demo, client) = site(wrong).await;
        let hub = client.handle(Arc::default());
        let whole = hub.read(&file, 0, 60_000).await.unwrap();
        assert_eq!(whole.bytes.len(), 60_000, "{wrong:?}");
        demo.forget_calls();
        assert_eq!(hub.read(&file, 1000, 500).await.unwrap().bytes, whole.bytes[1000..1500], "{wrong:?}");
        assert_eq!(demo.calls().contains_key("downloadTaskOutput"), wrong == Server::Missing, "{wrong:?}");
    }
}

const OF_BUILD: &str = "/builds/behemoth-2.0-1.fc41/logs/x86_64/build.log";

/// A log of a finished build: from the server of files, and where that does not give it, from what the task left.
#[tokio::test]
async fn a_log_of_a_finished_build() {
    let mut lines = Vec::new();
    for wrong in [Server::Good, Server::IgnoresRanges, Server::Page, Server::Missing, Server::Down] {
        let (site, demo, _) = site(wrong).await;
        let page = site.get(OF_BUILD).await;
        assert_eq!((page.status.as_u16(), page.text("h1")), (200, "x86_64/build.log".to_owned()), "{wrong:?}");
        let shown = page.texts(".log .l");
        assert!(shown.len() > 500 && (lines.is_empty() || lines == shown), "{wrong:?}: {}", shown.len());
        lines = shown;
        let spared = matches!(wrong, Server::Good | Server::IgnoresRanges);
        assert_eq!(!demo.calls().contains_key("getTaskDescendents"), spared, "{wrong:?}: {:?}", demo.calls());
        assert_eq!(!demo.calls().contains_key("downloadTaskOutput"), spared, "{wrong:?}: {:?}", demo.calls());
        // Its own name, whoever wrote it.
        assert_eq!(page.attributes(".tabs a[aria-current]", "href"), [OF_BUILD, OF_BUILD], "{wrong:?}");
        assert_eq!(page.attributes("form[role=search]", "action")[1..], [OF_BUILD], "{wrong:?}");
    }
    let (empty, demo, _) = site(Server::Empty).await;
    assert!(empty.get(OF_BUILD).await.text("main").contains("It is empty."));
    assert!(!demo.calls().contains_key("downloadTaskOutput"), "it is there: {:?}", demo.calls());
    let (site, _, _) = site(Server::Good).await;
    let build = site.get("/builds/behemoth-2.0-1.fc41").await;
    assert!(build.attributes(".mx a", "href").contains(&OF_BUILD.to_owned()));
    assert!(site.get(&format!("{OF_BUILD}?q=warning")).await.texts("#main > .log .l").len() > 10);
    let arches = site.get(OF_BUILD).await.texts(".tabs.far a");
    assert_eq!(arches, ["x86_64", "i686", "aarch64", "ppc64le", "s390x"]);
    for gone in ["x86_64/nope.log", "build.log", "../../../../../etc/passwd", "x86_64//build.log", "%2e%2e/build.log"] {
        let page = site.get(&format!("/builds/behemoth-2.0-1.fc41/logs/{gone}")).await;
        assert_eq!(page.status, 404, "{gone}");
    }
    assert_eq!(site.get("/builds/nope/logs/x.log").await.status, 404);
}
