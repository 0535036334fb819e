//! A hub that is down is left alone: after some failures in a row calls fail at once, and now and then some try.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::hub::Error;

/// Failures in a row that open the circuit.
const FAILURES: u32 = 5;
/// How long it stays open before calls try again.
const PAUSE: Duration = Duration::from_secs(3);

/// The circuit of one hub.
#[derive(Default)]
pub(super) struct CircuitBreaker(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    open: Option<(Instant, Error)>,
}

impl CircuitBreaker {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// May this call go out? While the circuit is open, the failure that opened it is the answer.
    pub(super) fn pass(&self) -> Result<(), Error> {
        match &self.lock().open {
            Some((until, error)) if Instant::now() < *until => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// What became of a call.
    pub(super) fn note(&self, error: Option<&Error>) {
        let mut state = self.lock();
        match error.filter(|error| error.is_outage()) {
            None => *state = State::default(),
            Some(error) => {
                state.failures += 1;
                // An offline hub says so itself: no need to ask it five times.
                if state.failures >= FAILURES || matches!(error, Error::Offline(_)) {
                    state.open = Some((Instant::now() + PAUSE, error.clone()));
                }
            }
        }
    }
}
