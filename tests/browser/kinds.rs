//! Every kind of page, for the tests that look at all of them.

use std::time::Duration;

use kojiview::demo::InjectedFault;

use super::driver::Browser;
use super::site::{Site, grow_old};

/// One kind of page.
pub struct Kind {
    pub name: &'static str,
    pub address: String,
    /// What the hub has while this page is asked for.
    fault: InjectedFault,
    /// By how much everything kept grows older before.
    later: Duration,
}

/// What is to be found on every page.
const WATCHED: &str = "/builds/slowpoke-1.0-1.fc40";

/// Kinds of pages at addresses that the demo always has.
const FIXED: &[(&str, &str)] = &[
    ("tags", "/tags"),
    ("tags-deleted", "/tags?deleted=yes"),
    ("tag", "/tags/f40-build"),
    ("tag-counts", "/tags/f40-build/counts"),
    ("tag-history", "/tags/f40/history"),
    ("tag-packages", "/tags/f41/packages"),
    ("packages", "/packages"),
    ("packages-of-owner", "/packages?owner=jane"),
    ("package", "/packages/bash"),
    ("package-history", "/packages/bash/history"),
    ("hub", "/hub"),
    ("api", "/api"),
    ("api-filtered", "/api?q=repo"),
    ("api-method", "/api/listTagged"),
    ("api-run", "/api/getBuild?args=[52346]"),
    ("report-by-day", "/reports/builds-by-day"),
    ("report-of-times", "/reports/times-by-arch"),
    ("repos", "/repos"),
    ("repo", "/repos/10000045?buildroots=yes"),
    ("repo-being-made", "/repos/10000035"),
    ("repo-requests", "/repo-requests?state=all"),
    ("repo-request", "/repo-requests/2999"),
    ("external-repos", "/external-repos"),
    ("external-repo", "/external-repos/bootstrap"),
    ("archive-types", "/archive-types"),
    ("permissions", "/permissions"),
    ("targets", "/targets"),
    ("target", "/targets/f40"),
    ("target-contains", "/targets/f41/contains?build=bash-6.13-1.fc41"),
    ("users", "/users"),
    ("user", "/users/jane"),
    ("group", "/users/releng-team"),
    ("logs", "/tasks/1306192/logs"),
    ("logs-side-by-side", "/tasks/1306400/tail"),
    ("log", "/tasks/1306194/logs/build.log?line=762"),
    ("log-found", "/tasks/1306194/logs/build.log?q=error"),
    ("log-of-build", "/builds/behemoth-2.0-1.fc41/logs/x86_64/build.log"),
    ("log-compared", "/logs/compare?a=/tasks/1306194/logs/build.log"),
    ("rpm", "/rpms/behemoth-2.0-1.fc41.x86_64"),
    ("rpm-dependencies", "/rpms/bash-6.13-1.fc41.x86_64?open=dependencies"),
    ("rpm-buildroots", "/rpms/bash-6.13-1.fc41.x86_64?open=buildroots"),
    ("rpm-external", "/rpms/900000002"),
    ("rpm-files", "/rpms/behemoth-2.0-1.fc41.x86_64/files"),
    ("rpm-file", "/rpms/bash-6.13-1.fc41.x86_64/file?path=/usr/bin/bash"),
    ("archive", "/archives/1047560?open=files"),
    ("archive-files", "/archives/1047560/files"),
    ("archives-in-archive", "/archives/1047560/archives"),
    ("buildroots-compared", "/buildroots/295522/compare?with=295218"),
    ("builds-compared", "/builds/52288/compare/52341?rpm=kernel.x86_64"),
    ("build-changelog", "/builds/52288/changelog"),
    ("build-signatures", "/builds/slowpoke-0.132-1.fc40/signatures"),
    ("build-module", "/builds/demo-module-1-20261115.deadbeef"),
    ("task-changes", "/tasks/1306194/changes"),
    ("task-rpms", "/tasks/1305674/rpms"),
    ("buildroots", "/buildroots"),
    ("buildroot", "/buildroots/295522"),
    ("buildroot-rpms", "/buildroots/295522/rpms"),
    ("buildroot-of-generator", "/buildroots/200377"),
    ("task-waiting", "/tasks/1306405"),
    ("hosts", "/hosts"),
    ("hosts-filtered", "/hosts?state=ready&arch=x86_64&channel=default&match=build*&order=-task_load"),
    ("host-busy", "/hosts/4?buildroots=yes"),
    ("host-hostile", "/hosts/2"),
    ("host-disabled", "/hosts/8"),
    ("host-never", "/hosts/9"),
    ("channels", "/channels"),
    ("channel", "/channels/default"),
    ("channel-disabled", "/channels/livecd"),
];

/// All kinds, those with an injected fault last.
pub async fn kinds(site: &Site) -> Vec<Kind> {
    let kind = |name, address| Kind { name, address, fault: InjectedFault::None, later: Duration::ZERO };
    let mut kinds = vec![
        kind("overview", "/".to_owned()),
        kind("search", "/search".to_owned()),
        kind("search-found", "/search?q=f40".to_owned()),
        kind("search-alike", "/search?q=python".to_owned()),
        kind("search-none", format!("/search?q=there-is-no-such-{}", "x".repeat(200))),
        kind("search-rpms", "/search?q=*a*&type=rpm".to_owned()),
        kind("builds", "/builds".to_owned()),
        kind("builds-further", "/builds?offset=50".to_owned()),
        kind("builds-in-tag", "/builds?tag=f40".to_owned()),
        kind("builds-filtered", "/builds?state=failed&prefix=b&order=-nvr&draft=no".to_owned()),
        kind("builds-none", format!("/builds?match=there-is-no-such-{}", "x".repeat(200))),
    ];
    let long =
        "a-package-with-a-name-so-long-that-no-column-was-ever-made-for-it-and-every-layout-has-to-wrap-or-cut-it";
    for (name, query) in [
        ("build-complete", "state=complete&package=bash"),
        ("build-failed", "state=failed"),
        ("build-canceled", "state=canceled"),
        ("build-deleted", "state=deleted"),
        ("build-draft", "draft=yes"),
        ("build-large", "package=behemoth"),
        ("build-hostile", "package=hostile-text"),
        ("build-container", "package=demo-container"),
        ("build-maven", "package=org.example-library"),
        ("build-long-name", &format!("package={long}")),
    ] {
        kinds.push(kind(name, site.build(query).await));
    }
    kinds.push(kind("build-building", WATCHED.to_owned()));
    kinds.push(kind("tasks", "/tasks?state=all".to_owned()));
    kinds.push(kind("tasks-flat", "/tasks?state=failed&view=flat".to_owned()));
    kinds.push(kind("task-open", site.task("state=open&view=toplevel&method=build").await));
    kinds.push(kind("task-failed", site.task("state=failed&view=toplevel&method=build").await));
    kinds.push(kind("task-closed", site.task("state=closed&view=flat&method=buildArch").await));
    for (name, address) in FIXED {
        kinds.push(kind(name, (*address).to_owned()));
    }
    kinds.push(kind("no-page", "/nowhere".to_owned()));
    kinds.push(kind("no-build", format!("/builds/no-such-{}-1.0", "x".repeat(300))));
    kinds.push(kind("bad-parameter", "/builds?limit=0&state=failed".to_owned()));
    let with_fault = |name, address: &str, fault, later| Kind { name, address: address.to_owned(), fault, later };
    kinds.push(with_fault("hub-invalid", "/builds?offset=7", InjectedFault::Invalid, Duration::ZERO));
    kinds.push(with_fault("hub-offline", "/builds?offset=8", InjectedFault::Offline, Duration::from_secs(10)));
    kinds.push(with_fault("hub-offline-kept", WATCHED, InjectedFault::Offline, Duration::from_secs(7200)));
    kinds
}

impl Kind {
    /// Goes there.
    pub async fn visit(&self, browser: &Browser, site: &Site) {
        site.demo.inject(self.fault);
        if !self.later.is_zero() {
            grow_old(self.later).await;
        }
        browser.goto(&site.at(&self.address)).await;
    }

    /// Is it a page that browsers log as an error of the network?
    pub fn is_error(&self) -> bool {
        ["no-page", "no-build", "bad-parameter", "hub-invalid", "hub-offline"].contains(&self.name)
    }
}
