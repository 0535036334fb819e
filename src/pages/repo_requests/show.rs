//! `/repo-requests/{request}`: one request for a repo: who asked for what, how long it waited, and which repo it has.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::{look, nested};
use crate::hub::methods::{Event, GetEvent, QueryRepoRequests, RepoRequest, RepoRequestState};
use crate::hub::model::{EventId, RepoRequestId};
use crate::hub::{Hub, Order, PageRequest, Part, Slice};
use crate::web::{Error, Path, Result, filters};
use crate::xmlrpc::Value;

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "repo-requests/show.html", blocks = ["title", "live"])]
pub struct Page {
    request: RepoRequest,
    /// How it stands, which the hub tells in no one field.
    #[serde(rename = "status")]
    state: RepoRequestState,
    /// The event that it names.
    event: Part<Event>,
    /// The requests that wait, the most urgent first.
    #[serde(skip)]
    queue: Part<Slice<RepoRequest>>,
}
crate::page!(Page: as_live);

/// Requests that wait that are looked at.
const QUEUE: u32 = 200;

/// As a hub takes them.
const URGENT_FIRST: Order = Order { column: "priority,id", descending: false };

/// The page.
pub async fn get(hub: Hub, Path(wanted): Path) -> Result<Page> {
    let missing = || Error::missing("repo request", &wanted);
    let id = wanted.parse().map(RepoRequestId).map_err(|_| missing())?;
    let only = PageRequest { order: Order::NEWEST_ID, offset: 0, limit: 1 };
    let found = hub.slice(QueryRepoRequests::one(id), only).await?;
    let request = found.rows().first().cloned().ok_or_else(missing)?;
    let state = request.state();
    let waiting = (state == RepoRequestState::Waiting).then(|| QueryRepoRequests::that_are(Some(true), None, None));
    let (event, queue) = join!(
        hub.part("time of its event", request.at_event.or(request.min_event).map(GetEvent::of)),
        hub.first("queue", waiting, QUEUE, URGENT_FIRST),
    );
    Ok(Page { request, state, event, queue })
}

impl Page {
    /// As of which event the tag is to be, with what stands before and after it in a sentence.
    fn wants(&self) -> Option<(&'static str, &EventId, &'static str)> {
        let exactly = self.request.at_event.as_ref().map(|event| ("exactly as of event", event, ""));
        exactly.or_else(|| Some(("as of event", self.request.min_event.as_ref()?, " or later")))
    }

    /// How many wait before it; nothing where it is not among those that are looked at.
    fn before(&self) -> Option<usize> {
        let mut waiting = self.queue.shown().iter().filter(|other| other.state() == RepoRequestState::Waiting);
        waiting.position(|other| other.id == self.request.id)
    }

    /// The options of the repo, where some are asked for.
    fn options(&self) -> Option<&Value> {
        self.request.opts.as_ref().filter(|opts| matches!(opts, Value::Struct(options) if !options.is_empty()))
    }
}
