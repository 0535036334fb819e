//! States, with an arm for those of a newer hub.
//!
//! A hub gets a state's number. JSON for people and programs has its word too; see [`Spelled`].

use serde::{Serialize, Serializer};

/// A state on its way to JSON. Who writes the JSON puts the number under the state's own name, as the hub has it, and
/// the word beside it; the zeros keep the names apart from what a hub may name a member.
#[derive(Serialize)]
struct Spelled {
    #[serde(rename = "\0number")]
    number: i64,
    #[serde(rename = "\0word")]
    word: std::borrow::Cow<'static, str>,
}

fn serialize<S: Serializer>(number: i64, word: std::borrow::Cow<'static, str>, to: S) -> Result<S::Ok, S::Error> {
    if to.is_human_readable() { Spelled { number, word }.serialize(to) } else { number.serialize(to) }
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
            pub fn word(self) -> std::borrow::Cow<'static, str> {
                match self {
                    $(Self::$state => $word.into(),)*
                    Self::Other(number) => format!("state {number}").into(),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize((*self).into(), self.word(), serializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let words = [$(concat!($number, " ", $word)),*].join(", ");
                schemars::json_schema!({ "type": "integer", "description": words })
            }
        }
    };
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
