//! What the hub answers to a method that a reader runs.

use std::sync::Arc;

use axum::http::StatusCode;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::console::{LARGEST_ANSWER, ReadCall, Refusal};
use crate::hub::methods::ApiMethod;
use crate::hub::{self, Hub};
use crate::web::{Console, Result};
use crate::xmlrpc::Value;

/// A method that was run: one of answer, fault and refusal is there, but where the answer is nil.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Run {
    /// The arguments as they were sent.
    pub(super) arguments: IndexMap<String, Value>,
    /// What the hub answered.
    pub(super) answer: Option<Arc<Value>>,
    /// Why the hub did not answer.
    pub(super) fault: Option<RunFault>,
    /// Why it was not sent, or why its answer was given up.
    pub(super) refused: Option<String>,
}

/// A fault of the hub.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RunFault {
    /// Koji's number for its kind.
    pub(super) code: i64,
    pub(super) message: String,
}

/// Characters of an answer that the page shows.
const SHOWN: usize = 64 << 10;

impl Run {
    /// Runs a method with these arguments, and says under which status that is answered.
    pub(super) async fn of(hub: &Hub, console: Console, api: &ApiMethod, args: &str) -> Result<(StatusCode, Self)> {
        if console == Console::Off {
            return Ok(Self::refused(StatusCode::FORBIDDEN, &"this site does not run methods"));
        }
        let call = match ReadCall::of(api, args) {
            Ok(call) => call,
            Err(refusal @ Refusal::NotOpen) => return Ok(Self::refused(StatusCode::FORBIDDEN, &refusal)),
            Err(refusal) => return Ok(Self::refused(StatusCode::BAD_REQUEST, &refusal)),
        };
        let sent = Self { arguments: call.arguments().clone(), ..Self::default() };
        match hub.find(call).await {
            Ok(answer) => Ok((StatusCode::OK, Self { answer, ..sent })),
            Err(hub::Error::Fault(fault)) => {
                let fault = RunFault { code: fault.code, message: fault.message.clone() };
                Ok((StatusCode::UNPROCESSABLE_ENTITY, Self { fault: Some(fault), ..sent }))
            }
            Err(hub::Error::TooLarge(_)) => {
                let why = format!("the answer has more than {} MB: ask for less", LARGEST_ANSWER >> 20);
                Ok((StatusCode::UNPROCESSABLE_ENTITY, Self { refused: Some(why), ..sent }))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn refused(status: StatusCode, why: &impl ToString) -> (StatusCode, Self) {
        (status, Self { refused: Some(why.to_string()), ..Self::default() })
    }

    /// Was there an answer, if only nil?
    pub(super) fn is_answered(&self) -> bool {
        self.fault.is_none() && self.refused.is_none()
    }

    /// What the answer is, in words.
    pub(super) fn kind(&self) -> String {
        match self.answer.as_deref() {
            None | Some(Value::Nil) => "nil".to_owned(),
            Some(Value::Array(values)) if values.len() == 1 => "a list of one".to_owned(),
            Some(Value::Array(values)) => format!("a list of {}", values.len()),
            Some(Value::Struct(members)) if members.is_empty() => "an empty struct".to_owned(),
            Some(Value::Struct(_)) => "a struct".to_owned(),
            Some(Value::Bool(_)) => "a boolean".to_owned(),
            Some(Value::Int(_) | Value::Double(_)) => "a number".to_owned(),
            Some(Value::String(_) | Value::DateTime(_)) => "text".to_owned(),
            Some(Value::Bytes(bytes)) => format!("{} bytes, in base64", bytes.len()),
        }
    }

    /// The answer as JSON, and how many bytes of it are left out.
    pub(super) fn text(&self) -> (String, usize) {
        // Anything that came over XML-RPC can be written.
        let whole = serde_json::to_string_pretty(&self.answer).unwrap_or_default();
        let end = whole.char_indices().nth(SHOWN).map_or(whole.len(), |(end, _)| end);
        (whole[..end].to_owned(), whole.len() - end)
    }

    /// The arguments as they were sent, on one line.
    pub(super) fn sent(&self) -> String {
        serde_json::to_string(&self.arguments).unwrap_or_default()
    }
}
