//! `/reports/queues`: channels in which tasks wait.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::{self, Hub, Part, Queue, Queues};
use crate::web::{Result, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/queues.html", blocks = ["title", "live"])]
pub struct Page {
    /// The queues with tasks that wait, the longest first.
    queues: Vec<Queue>,
    /// How many tasks wait.
    waiting: u64,
    /// How many are open.
    open: u64,
    /// Could not all be counted, so that there are more than these?
    is_cut: bool,
}
crate::page!(Page: as_live);

/// The page.
pub async fn get(hub: Hub) -> Result<Page> {
    match hub.queues(None).await {
        Part::Here(all) => {
            let queues = all.queues.iter().filter(|queue| queue.waiting() > 0).cloned().collect();
            let Queues { waiting, open, is_cut, .. } = *all;
            Ok(Page { queues, waiting, open, is_cut })
        }
        Part::Failed(error) => Err(error.into()),
        Part::Nothing | Part::Unsupported(_) => Err(hub::Error::InvalidResponse("nil".into()).into()),
    }
}

impl Page {
    /// The longest queue.
    fn longest(&self) -> u64 {
        self.queues.iter().map(Queue::waiting).max().unwrap_or_default()
    }
}
