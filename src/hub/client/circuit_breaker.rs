//! A hub that is down is left alone: after some failures in a row calls fail at once, and after a pause one tries. Only an
//! answer lets all others through again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::hub::Error;

/// Failures in a row that open the circuit.
const FAILURES: u32 = 5;
/// How long it stays open before a call tries again.
const PAUSE: Duration = Duration::from_secs(3);

/// The circuit of one hub.
#[derive(Default)]
pub(super) struct CircuitBreaker(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    open: Option<Open>,
}

struct Open {
    until: Instant,
    /// The failure that opened it.
    error: Error,
    /// Is a call trying?
    is_tried: bool,
}

/// A call that may go out. Whoever has it says what became of it.
pub(super) struct Attempt<'a> {
    circuit: &'a CircuitBreaker,
    is_noted: bool,
}

impl CircuitBreaker {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Would a call go out now? While the circuit is open, the failure that opened it is the answer.
    pub(super) fn check(&self) -> Result<(), Error> {
        match &self.lock().open {
            Some(open) if open.is_tried || Instant::now() < open.until => Err(open.error.clone()),
            _ => Ok(()),
        }
    }

    /// The failure that opened it, while it is open.
    pub(super) fn outage(&self) -> Option<Error> {
        self.lock().open.as_ref().map(|open| open.error.clone())
    }

    /// Lets a call go out, one alone while the circuit is open and its pause is over.
    pub(super) fn pass(&self) -> Result<Attempt<'_>, Error> {
        if let Some(open) = &mut self.lock().open {
            if open.is_tried || Instant::now() < open.until {
                return Err(open.error.clone());
            }
            open.is_tried = true;
        }
        Ok(Attempt { circuit: self, is_noted: false })
    }
}

impl Attempt<'_> {
    /// What became of the call.
    pub(super) fn note(mut self, error: Option<&Error>) {
        self.is_noted = true;
        let mut state = self.circuit.lock();
        match error {
            Some(error) if error.is_outage() => {
                state.failures += 1;
                // An offline hub says so itself: no need to ask it five times.
                if state.open.is_some() || state.failures >= FAILURES || matches!(error, Error::Offline(_)) {
                    state.open = Some(Open { until: Instant::now() + PAUSE, error: error.clone(), is_tried: false });
                }
            }
            // Nothing was learnt of the hub.
            Some(Error::Busy | Error::Internal) => {
                if let Some(open) = &mut state.open {
                    open.is_tried = false;
                }
            }
            None | Some(_) => *state = State::default(),
        }
    }
}

impl Drop for Attempt<'_> {
    /// A call that was given up before anything was known lets the next one try.
    fn drop(&mut self) {
        if !self.is_noted
            && let Some(open) = &mut self.circuit.lock().open
        {
            open.is_tried = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CircuitBreaker, Error, FAILURES, PAUSE};

    fn fail(circuit: &CircuitBreaker) {
        circuit.pass().unwrap_or_else(|error| panic!("{error}")).note(Some(&Error::Unreachable("gone".into())));
    }

    #[tokio::test(start_paused = true)]
    async fn one_call_tries_and_an_answer_closes() {
        let circuit = CircuitBreaker::default();
        (0..FAILURES).for_each(|_| fail(&circuit));
        assert!(circuit.check().is_err() && circuit.pass().is_err());
        tokio::time::advance(PAUSE).await;
        let trying = circuit.pass().unwrap_or_else(|error| panic!("{error}"));
        assert!(circuit.check().is_err() && circuit.pass().is_err(), "one alone tries");
        trying.note(Some(&Error::Unreachable("still".into())));
        assert!(circuit.pass().is_err(), "one failure is enough now");
        tokio::time::advance(PAUSE).await;
        drop(circuit.pass());
        circuit.pass().unwrap_or_else(|error| panic!("{error}")).note(Some(&Error::Busy));
        assert!(circuit.check().is_ok(), "the next one may try");
        let trying = circuit.pass().unwrap_or_else(|error| panic!("{error}"));
        assert!(circuit.pass().is_err(), "what says nothing of the hub does not close it");
        trying.note(None);
        let both = (circuit.pass(), circuit.pass());
        assert!(both.0.is_ok() && both.1.is_ok());
        fail(&circuit);
        assert!(circuit.check().is_ok(), "it counts from the beginning again");
    }
}
