//! A call without its type. Of the path of a call only encoding the arguments and decoding the answer know the type; all else
//! carries this, so that it is compiled once and not once a method.

use std::sync::Arc;

use super::cache::{CacheEntry, Key, version_of};
use crate::hub::{Call, Cost, Error, Feature, FilePart, PartRead};
use crate::xmlrpc::{self, Outcome, Raw, Value};

/// What came of a call: its answer, as it is kept.
pub(in crate::hub) type CallResult = Result<Arc<CacheEntry>, Error>;

/// A call of whatever type.
pub(super) trait AnyCall: Send + Sync {
    fn method(&self) -> &'static str;
    fn teaches(&self) -> bool;
    fn cost(&self) -> Cost;
    /// Bytes of its answer at most.
    fn largest_answer(&self) -> u64;
    fn needs(&self) -> Option<&'static Feature>;
    fn is_on_hub(&self) -> bool;
    fn file_part(&self) -> Option<FilePart>;
    /// The request without the moment from which its span of time counts.
    fn undated_request(&self) -> Option<Arc<str>>;
    /// The arguments, for a multiCall.
    fn arguments(&self) -> Result<Value, Error>;
    /// The answer that came as this body.
    fn decode(&self, body: &[u8]) -> CallResult;
    /// The answer that is one of a multiCall.
    fn decode_one(&self, outcome: &Outcome<Raw<'_>>) -> CallResult;
    /// The answer that was read from the server of files.
    fn decode_part(&self, read: PartRead) -> Option<Arc<CacheEntry>>;
}

/// That there is no such thing, as the hub said with these bytes.
fn nil<C: Call>(call: &C, said: &[u8]) -> Arc<CacheEntry> {
    Arc::new(CacheEntry::new(None::<C::Answer>, call.freshness(None), said.len(), version_of(said)))
}

impl<C: Call> AnyCall for C {
    fn method(&self) -> &'static str {
        Call::method(self)
    }

    fn teaches(&self) -> bool {
        C::TEACHES
    }

    fn cost(&self) -> Cost {
        Call::cost(self)
    }

    fn largest_answer(&self) -> u64 {
        C::LARGEST_ANSWER
    }

    fn needs(&self) -> Option<&'static Feature> {
        Call::needs(self)
    }

    fn is_on_hub(&self) -> bool {
        C::ON_HUB
    }

    fn file_part(&self) -> Option<FilePart> {
        Call::file_part(self)
    }

    fn undated_request(&self) -> Option<Arc<str>> {
        Some(Key::of(&self.undated()?).ok()?.request)
    }

    fn arguments(&self) -> Result<Value, Error> {
        Ok(xmlrpc::to_value(self)?)
    }

    fn decode(&self, body: &[u8]) -> CallResult {
        let decoded = match xmlrpc::response::<Option<C::Answer>>(body) {
            Err(xmlrpc::Error::Fault(fault)) if self.is_nil(&fault) => return Ok(nil(self, body)),
            decoded => decoded?,
        };
        if decoded.replaced > 0 {
            tracing::warn!(method = Call::method(self), places = decoded.replaced, "an answer that is not UTF-8");
        }
        let freshness = self.freshness(decoded.value.as_ref());
        Ok(Arc::new(CacheEntry::new(decoded.value, freshness, decoded.weight, version_of(body))))
    }

    fn decode_one(&self, outcome: &Outcome<Raw<'_>>) -> CallResult {
        let raw = match &outcome.0 {
            Ok(raw) => raw,
            Err(fault) if self.is_nil(fault) => return Ok(nil(self, fault.message.as_bytes())),
            Err(fault) => return Err(fault.clone().into()),
        };
        let (answer, weight) = raw.decode::<Option<C::Answer>>()?;
        let freshness = self.freshness(answer.as_ref());
        Ok(Arc::new(CacheEntry::new(answer, freshness, weight, version_of(raw.as_str().as_bytes()))))
    }

    fn decode_part(&self, read: PartRead) -> Option<Arc<CacheEntry>> {
        let (weight, version) = (read.bytes.len(), version_of(&read.bytes));
        let answer = self.answer_of_part(read)?;
        let freshness = self.freshness(Some(&answer));
        Some(Arc::new(CacheEntry::new(Some(answer), freshness, weight, version)))
    }
}
