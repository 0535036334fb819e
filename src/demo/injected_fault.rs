//! The ways in which the demo hub can be made to fail.

use std::str::FromStr;
use std::time::Duration;

/// What is wrong with the hub at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InjectedFault {
    /// Nothing.
    #[default]
    None,
    /// Every answer takes this much longer.
    Slow(Duration),
    /// The hub is up and says that it is offline: fault 1014.
    Offline,
    /// What stands before the hub answers 503, with a page for people.
    Unavailable,
    /// 200, and something that is no XML-RPC.
    Invalid,
    /// Announces the length of its answer, sends half of it and closes.
    Closing,
}

/// None of the names of faults.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such fault: {0} (none, slow, offline, 503, invalid, closing)")]
pub struct UnknownFault(String);

impl FromStr for InjectedFault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        Ok(match name {
            "none" => Self::None,
            "slow" => Self::Slow(Duration::from_secs(3)),
            "offline" => Self::Offline,
            "503" => Self::Unavailable,
            "invalid" => Self::Invalid,
            "closing" => Self::Closing,
            other => return Err(UnknownFault(other.to_owned())),
        })
    }
}
