//! `getfile`: a file that a task left. A log has a page, for readers; programs, and whoever asks for another file, get the
//! bytes.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::hub::Hub;
use crate::hub::methods::{DEFAULT_VOLUME, is_log};
use crate::hub::model::TaskId;
use crate::pages::logs;
use crate::urls::{LOG_END, LogUrl, Url, Yes};
use crate::web::{Context, Here, Redirect};

/// A file that a task left, and the part of it that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    task: TaskId,
    name: String,
    volume: String,
    /// Bytes before the part; negative: before the end of the file.
    offset: Option<i64>,
    /// Bytes of the part.
    size: Option<i64>,
}

impl File {
    pub(super) fn of(here: &Here) -> Option<Self> {
        let number = |name| here.get(name)?.parse().ok();
        let is_file = |name: &&str| name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let task = here.get("taskID")?.parse().ok().filter(|id| *id > 0)?;
        Some(Self {
            task: TaskId(task),
            name: here.get("name").filter(is_file)?.to_owned(),
            volume: here.get("volume").unwrap_or(DEFAULT_VOLUME).to_owned(),
            offset: number("offset").filter(|offset| *offset != 0),
            size: number("size").filter(|size| *size >= 0),
        })
    }

    /// The page that shows it: of a log where it was asked for, of any other file that of the task.
    pub(super) fn page(&self) -> Url {
        if !is_log(&self.name) {
            return crate::urls::task(&self.task);
        }
        let offset = self.offset.unwrap_or_default();
        let at = offset.try_into().ok().filter(|at| *at > 0);
        let end = (offset < 0).then_some(Yes::Yes);
        let url = LogUrl { at, end, ..LogUrl::on(&self.volume) }.of_task(&self.task, &self.name);
        if end.is_some() { url.with_anchor(LOG_END) } else { url }
    }

    /// The answer: for readers of a log its page; a part of it for programs that ask for one, and else where the file is.
    pub(super) async fn answer(
        &self,
        hub: &Hub,
        context: &Context,
        asks_for_html: bool,
        status: StatusCode,
    ) -> Response {
        if is_log(&self.name) && asks_for_html {
            return varying(Redirect(status, self.page()).into_response());
        }
        if self.offset.is_none() && self.size.is_none() {
            // It is not for good: files move to other volumes.
            let url = context.files.task_output(self.task, &self.volume, &self.name);
            let location = HeaderValue::try_from(url).ok().map(|url| (header::LOCATION, url));
            return varying((StatusCode::FOUND, location.into_iter().collect::<HeaderMap>()).into_response());
        }
        let part = logs::part_of_output(hub, self.task, &self.name, &self.volume, self.offset, self.size).await;
        match part {
            Ok(bytes) => {
                let kind = if is_log(&self.name) { "text/plain; charset=utf-8" } else { "application/octet-stream" };
                let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, no-store")];
                varying((headers, bytes).into_response())
            }
            Err(error) => error.into_response(),
        }
    }
}

/// Readers and programs get different answers at one address.
fn varying(mut response: Response) -> Response {
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}
