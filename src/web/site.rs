//! What the layout shows around every page. It is a runtime value of the templates: no page carries it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Here;
use super::assets::{SCRIPT, STYLE};
use crate::hub::{RequestStats, Used};
use crate::urls::{self, BasePath, Url};

/// The site as one request sees it.
#[derive(Clone)]
pub struct Site {
    /// What the site is called, beside the product.
    pub name: Arc<str>,
    /// The hub's address.
    pub hub: Arc<str>,
    /// The address of this request.
    pub here: Here,
    /// The path below which the site is.
    pub base: BasePath,
    /// Scheme and host under which readers know the site, where that is set: `https://koji.example.org`.
    pub origin: Option<Arc<str>>,
    /// Now.
    pub now: Timestamp,
    pub(super) stats: Arc<RequestStats>,
}

impl Site {
    /// What the request used of the hub so far.
    #[must_use]
    pub fn used(&self) -> Used {
        self.stats.read()
    }

    /// How old the oldest answer on the page is, in words, where one is older than it should be.
    #[must_use]
    pub fn age(&self) -> Option<String> {
        self.used().oldest.map(super::filters::span)
    }

    /// Now, for our script: what it counts from.
    #[must_use]
    pub fn now_iso(&self) -> String {
        self.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// While the hub fails: how old what is shown is, and how the hub fails.
    #[must_use]
    pub fn outage(&self) -> Option<(String, String)> {
        self.used().outage.map(|(age, error): (Duration, _)| (super::filters::span(age), error.to_string()))
    }

    /// The parts that the page lacks, and why.
    #[must_use]
    pub fn failed_parts(&self) -> Vec<(&'static str, crate::hub::Error)> {
        self.used().failed_parts
    }

    /// The sections of the site: the title of each, its first page, and whether this page is in it.
    #[must_use]
    pub fn sections(&self) -> [(&'static str, Url, bool); 8] {
        let is_in = |sections: &[&str]| {
            let section = self.here.path().trim_start_matches('/').split('/').next();
            section.is_some_and(|section| sections.contains(&section))
        };
        [
            ("Builds", urls::builds(), is_in(&["builds"])),
            ("Tasks", urls::tasks(), is_in(&["tasks"])),
            ("Packages", urls::packages(), is_in(&["packages"])),
            ("Tags", urls::tags(), is_in(&["tags"])),
            ("Targets", urls::targets(), is_in(&["targets"])),
            ("Hosts", urls::hosts(), is_in(&["hosts", "channels"])),
            ("Users", urls::users(), is_in(&["users"])),
            (
                "Hub",
                urls::hub(),
                is_in(&[
                    "hub",
                    "api",
                    "repos",
                    "repo-requests",
                    "external-repos",
                    "volumes",
                    "permissions",
                    "content-generators",
                    "btypes",
                    "archive-types",
                ]),
            ),
        ]
    }

    /// This page's address as JSON; logs have a raw form instead.
    #[must_use]
    pub fn json(&self) -> Option<Url> {
        self.here.itself().json()
    }

    /// The address of the style sheet.
    #[must_use]
    pub fn style(&self) -> &'static Url {
        STYLE.url()
    }

    /// The address of the script.
    #[must_use]
    pub fn script(&self) -> &'static Url {
        SCRIPT.url()
    }

    /// This page's address as others know it, where the site knows under which host it is known.
    #[must_use]
    pub fn canonical(&self) -> Option<String> {
        self.origin.as_ref().map(|origin| format!("{origin}{}", self.here.itself().below(&self.base)))
    }

    /// The version of Kojiview.
    #[must_use]
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
