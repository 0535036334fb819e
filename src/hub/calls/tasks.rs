//! Tasks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::words::{TaskId, TaskState, Timestamp};
use crate::hub::{Call, Freshness};
use crate::xmlrpc::Value;

/// `getTaskInfo`: one task with its request, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetTaskInfo {
    task_id: TaskId,
    request: bool,
}

impl GetTaskInfo {
    /// With its request.
    #[must_use]
    pub fn of(task: TaskId) -> Self {
        Self { task_id: task, request: true }
    }
}

impl Call for GetTaskInfo {
    const METHOD: &'static str = "getTaskInfo";
    type Answer = Task;
    fn freshness(&self, task: Option<&Task>) -> Freshness {
        match task.map(|task| task.state) {
            None => Freshness::MISSING,
            Some(TaskState::Closed | TaskState::Canceled | TaskState::Failed) => Freshness::Forever,
            Some(_) => Freshness::RUNNING,
        }
    }
}

/// A task.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Task {
    pub id: TaskId,
    pub method: String,
    pub state: TaskState,
    pub arch: Option<String>,
    pub priority: Option<i64>,
    pub request: Option<Value>,
    pub create_time: Option<Timestamp>,
    pub start_time: Option<Timestamp>,
    pub completion_time: Option<Timestamp>,
}

impl Task {
    /// What a `build` task was asked to build from, and for which target, as far as its request has the usual form:
    /// `[source, target, options]`, where an image's or a new-style request has others.
    #[must_use]
    pub fn source_and_target(&self) -> (Option<&str>, Option<&str>) {
        match (self.method.as_str(), &self.request) {
            ("build", Some(Value::Array(items))) => {
                let text =
                    |at: usize| items.get(at).and_then(|item| item.as_str().or_else(|| item.get("name")?.as_str()));
                (text(0), text(1))
            }
            _ => (None, None),
        }
    }
}
