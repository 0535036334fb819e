//! One method of the hub as a type: its name, its arguments, its answer, what it costs and how long it stays true.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use strum::VariantArray;

use super::{Error, Feature, Hub};
use crate::xmlrpc::Fault;

/// One method of the hub. The fields of the type are its arguments by Koji's names, sent as keywords, `None` left out.
pub trait Call: Serialize + Send + Sync + 'static {
    /// The name on the wire.
    const METHOD: &'static str;
    /// Which of the hub's resources it strains.
    const COST: Cost = Cost::Light;
    /// How long an answer may be served without asking again.
    const FRESHNESS: Freshness = Freshness::Never;
    /// Bytes of an answer that is worth having; those of the client are the bound of all.
    const LARGEST_ANSWER: u64 = u64::MAX;
    /// Has the hub a method for it? What it has none for is read from the server of its files, or nowhere.
    const ON_HUB: bool = true;
    /// Does what becomes of it tell which methods and parameters the hub has? Not where readers choose them.
    const TEACHES: bool = true;
    /// What the hub answers, where it is not nil.
    type Answer: DeserializeOwned + Send + Sync + 'static;
    /// The name on the wire, where not all calls of the type have the same.
    fn method(&self) -> &'static str {
        Self::METHOD
    }
    /// What it costs with these arguments, where not all cost alike.
    fn cost(&self) -> Cost {
        Self::COST
    }
    /// How long this answer (`None`: nil) may be served without asking again.
    fn freshness(&self, answer: Option<&Self::Answer>) -> Freshness {
        if answer.is_none() { Freshness::MISSING } else { Self::FRESHNESS }
    }

    /// What it needs that not every hub has.
    fn needs(&self) -> Option<&'static Feature> {
        None
    }

    /// Is this fault the hub's way to say nil?
    fn is_nil(&self, _: &Fault) -> bool {
        false
    }

    /// How the same is learnt from a hub that lacks what it needs; `None`: not at all, so that a part of a page that asks
    /// for it is left out.
    fn on_older_hubs(&self, _: &Hub) -> Option<Older<Option<Arc<Self::Answer>>>> {
        None
    }

    /// The same without the moment from which its span of time counts, which is another one every few minutes: an earlier answer
    /// to that stands in where the hub fails. It is never asked.
    fn undated(&self) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// Where the same lies among the hub's files, whose server is asked first.
    fn file_part(&self) -> Option<FilePart> {
        None
    }

    /// The answer that was read there.
    fn answer_of_part(&self, _: PartRead) -> Option<Self::Answer> {
        None
    }
}

/// What is learnt from an older hub in another way.
pub type Older<T> = BoxFuture<'static, Result<T, Error>>;

/// A call, or none where there is no reason to ask.
pub trait MaybeCall {
    /// The call.
    type Call: Call;
    /// It, if there is one.
    fn call(self) -> Option<Self::Call>;
}

impl<C: Call> MaybeCall for C {
    type Call = C;
    fn call(self) -> Option<C> {
        Some(self)
    }
}

impl<C: Call> MaybeCall for Option<C> {
    type Call = C;
    fn call(self) -> Self {
        self
    }
}

/// A call that finds one thing by how readers name it; nil is that there is no such thing.
pub trait Named: Call + Sized {
    /// What kind of thing, in words: `repo request`.
    const KIND: &'static str;
    /// How it is named.
    type Name: Display + ?Sized;

    /// The call for this name; `None` where nothing can have it, so that the hub need not be asked.
    fn named(name: &Self::Name) -> Option<Self>;
}

/// A part of one of the hub's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePart {
    /// Below the address of all files, not encoded.
    pub path: String,
    /// Bytes before it.
    pub offset: u64,
    /// Bytes of it.
    pub length: u64,
}

/// What the server of the hub's files gave of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRead {
    /// The bytes of the part, fewer where the file ends before.
    pub bytes: Vec<u8>,
    /// Bytes of the whole file, where the server told.
    pub total: Option<u64>,
}

/// What a call costs the hub; each class has its own number of calls that may be under way at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray)]
pub enum Cost {
    /// A few rows by an index.
    Light,
    /// Whole tags, counts over big tables.
    Heavy,
    /// Opens rpm files or logs on the hub's storage.
    File,
    /// Anything: what readers make up. However long it takes, that says nothing of the hub.
    Console,
}

impl Cost {
    /// In a word, as in settings and metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Heavy => "heavy",
            Self::File => "file",
            Self::Console => "console",
        }
    }
}

/// How long an answer stays true. Younger than `fresh`: served. Up to `stale` more: served at once and asked again
/// in the background. Older: the reader waits for the hub, and gets the cached answer only if the hub fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It cannot change: kept until evicted.
    Forever,
    /// Tag data: as [`TAG`](Self::TAG), and when that is over it holds on where the hub has had no event since.
    UntilEvent,
    /// True for a time, tolerable for some more.
    For {
        /// Served without asking.
        fresh: Duration,
        /// Served while it is asked again.
        stale: Duration,
    },
    /// Asked each time, but for those who ask while it is under way.
    Never,
}

const fn lasting(fresh: u64, stale: u64) -> Freshness {
    Freshness::For { fresh: Duration::from_secs(fresh), stale: Duration::from_secs(stale) }
}

impl Freshness {
    /// Things under way: an unfinished task or build.
    pub const RUNNING: Self = lasting(2, 3);
    /// Lists that hold things under way: as old as those may be, and no older.
    pub const RUNNING_LIST: Self = lasting(3, 2);
    /// Lists whose newest rows change any moment.
    pub const LIST: Self = lasting(10, 60);
    /// How many rows such a list has.
    pub const COUNT: Self = lasting(60, 600);
    /// What ended and may still be changed by hand: a failed build can be built again under its id.
    pub const ENDED: Self = lasting(30, 600);
    /// Complete builds: drafts are promoted, builds deleted, moved and signed.
    pub const COMPLETE: Self = lasting(600, 86_400);
    /// Names: users, packages, channels.
    pub const NAMES: Self = lasting(600, 86_400);
    /// Data of tags.
    pub const TAG: Self = lasting(60, 840);
    /// The last event of the hub, by which others are known to hold.
    pub const LAST_EVENT: Self = lasting(5, 0);
    /// That something does not exist.
    pub const MISSING: Self = lasting(10, 10);

    /// All the builds of a large tag: asking costs the hub a second.
    pub const LARGE_TAG: Self = lasting(300, 600);

    /// How long it is served without asking, and how long it is tolerated while it is asked again; `None`: for ever.
    pub(super) fn spans(self) -> Option<(Duration, Duration)> {
        match self {
            Self::Forever => None,
            Self::UntilEvent => Self::TAG.spans(),
            Self::For { fresh, stale } => Some((fresh, stale)),
            Self::Never => Some((Duration::ZERO, Duration::ZERO)),
        }
    }
}
