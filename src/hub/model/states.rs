//! States, with an arm for those of a newer hub.
//!
//! A hub gets a state's number, and programs that read our JSON its word too: `{"id": 3, "name": "failed"}`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

/// The codec of the hub's wire is no format for people; JSON is one.
fn serialize<S: Serializer>(id: i64, name: &str, to: S) -> Result<S::Ok, S::Error> {
    if !to.is_human_readable() {
        return id.serialize(to);
    }
    let mut state = to.serialize_struct("State", 2)?;
    state.serialize_field("id", &id)?;
    state.serialize_field("name", name)?;
    state.end()
}

/// Of a state with these numbers and words.
fn schema(known: &[(i64, &str)]) -> Schema {
    let known: Vec<String> = known.iter().map(|(id, name)| format!("{id} {name}")).collect();
    schemars::json_schema!({
        "type": "object",
        "description": known.join(", "),
        "properties": { "id": { "type": "integer" }, "name": { "type": "string" } },
        "required": ["id", "name"],
        "additionalProperties": false,
    })
}

macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$state_doc:meta])* $state:ident = $number:literal $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
        #[serde(from = "i64")]
        pub enum $name {
            $($(#[$state_doc])* $state,)*
            /// A state that this version does not know.
            Other(i64),
        }

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$state,)*
                    other => Self::Other(other),
                }
            }
        }

        impl From<$name> for i64 {
            fn from(state: $name) -> Self {
                match state {
                    $($name::$state => $number,)*
                    $name::Other(number) => number,
                }
            }
        }

        impl $name {
            /// All states that are known, in Koji's order.
            pub const ALL: &'static [Self] = &[$(Self::$state),*];

            /// The state with this word.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.word() == word)
            }

            /// Koji's word for it, in lower case.
            #[must_use]
            pub fn word(self) -> Cow<'static, str> {
                match self {
                    $(Self::$state => $word.into(),)*
                    Self::Other(number) => format!("state {number}").into(),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize((*self).into(), &self.word(), serializer)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                schema(&[$(($number, $word)),*])
            }
        }
    };
}

states! {
    /// What a dependency of an rpm means.
    DependencyType {
        /// It is needed.
        Requires = 0 "Requires",
        /// It is what others may need.
        Provides = 1 "Provides",
        /// It takes their place.
        Obsoletes = 2 "Obsoletes",
        /// Both cannot be installed.
        Conflicts = 3 "Conflicts",
        /// Weaker than a recommendation.
        Suggests = 4 "Suggests",
        /// It suggests itself for them.
        Enhances = 5 "Enhances",
        /// It recommends itself for them.
        Supplements = 6 "Supplements",
        /// It is installed too, where that can be.
        Recommends = 7 "Recommends",
    }
}

states! {
    /// How a checksum was made.
    ChecksumType {
        /// MD5.
        Md5 = 0 "md5",
        /// SHA-1.
        Sha1 = 1 "sha1",
        /// SHA-256.
        Sha256 = 2 "sha256",
    }
}

states! {
    /// The state of a build.
    BuildState {
        /// Under way.
        Building = 0 "building",
        /// Done.
        Complete = 1 "complete",
        /// Its files are gone.
        Deleted = 2 "deleted",
        /// Ended with an error.
        Failed = 3 "failed",
        /// Stopped by someone.
        Canceled = 4 "canceled",
    }
}

impl TaskState {
    /// Has it come to its end? An unknown state may not have.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Canceled | Self::Failed)
    }
}

states! {
    /// What an account is.
    UserType {
        /// A person, or a program that has an account.
        Person = 0 "user",
        /// A host.
        Host = 1 "host",
        /// A group of accounts.
        Group = 2 "group",
    }
}

states! {
    /// May an account log in?
    UserStatus {
        /// It may.
        Normal = 0 "active",
        /// It may not.
        Blocked = 1 "blocked",
    }
}

states! {
    /// The state of a task.
    TaskState {
        /// Waits for a host.
        Free = 0 "free",
        /// A host works on it.
        Open = 1 "open",
        /// Done.
        Closed = 2 "closed",
        /// Stopped by someone.
        Canceled = 3 "canceled",
        /// Given to a host that has not begun.
        Assigned = 4 "assigned",
        /// Ended with an error.
        Failed = 5 "failed",
    }
}

states! {
    /// The state of a repo.
    RepoState {
        /// Being made.
        Init = 0 "init",
        /// In use.
        Ready = 1 "ready",
        /// A newer one took its place.
        Expired = 2 "expired",
        /// Its files are gone.
        Deleted = 3 "deleted",
        /// It could not be made, or its files cannot be removed.
        Problem = 4 "problem",
    }
}

states! {
    /// The state of a buildroot on a host.
    BuildrootState {
        /// Being made.
        Init = 0 "init",
        /// Waits for its task.
        Waiting = 1 "waiting",
        /// In use.
        Building = 2 "building",
        /// Gone.
        Expired = 3 "expired",
    }
}
