//! What is known of the hub's methods and parameters: what its own account of them says, and what it refused. A call for
//! which it has no method, or not the parameters, is not sent.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::HubClient;
use super::any_call::{AnyCall, CallResult};
use super::cache::Key;
use crate::hub::methods::{ApiMethod, GetBuild, ListApi};
use crate::hub::{Call as _, Error, Feature};

/// What a hub has changes when its version does.
const RENEWED: Duration = Duration::from_secs(24 * 60 * 60);
/// It is not asked for more often, whatever is refused, and as soon again where it could not be had.
const PAUSE: Duration = Duration::from_secs(60);

/// What is known.
#[derive(Default)]
pub(super) struct KnownApi {
    state: RwLock<Known>,
    /// There is reason to ask before it is time.
    outdated: Notify,
}

#[derive(Default)]
struct Known {
    /// The methods that the hub tells of, with their parameters; `None`: it could not be asked.
    told: Option<HashMap<String, Parameters>>,
    /// What the hub was asked for and did not have: it knows better than what it tells.
    refused: Vec<&'static Feature>,
    /// The same of methods that every hub should have.
    refused_methods: HashSet<&'static str>,
    /// The version that the hub named with its last answer. Hubs before 1.35 name none.
    version: Option<Box<str>>,
}

/// The parameters of a method.
struct Parameters {
    names: HashSet<String>,
    takes_others: bool,
}

impl Parameters {
    fn of(method: &ApiMethod) -> (String, Self) {
        let names = method.parameters().map(str::to_owned).collect();
        (method.name.clone(), Self { names, takes_others: method.takes_other_keywords() })
    }
}

impl Known {
    /// Does the hub have it, as far as is known? Calls that all hubs can take are not looked up: were a hub's account of
    /// itself wrong, nothing would work.
    fn has(&self, feature: &Feature) -> bool {
        if self.refused.contains(&feature) {
            return false;
        }
        // One that tells nothing and lacks something is older than that.
        let Some(told) = &self.told else { return self.refused.iter().all(|refused| feature.since < refused.since) };
        let Some(parameters) = told.get(feature.method) else { return false };
        feature.parameter.is_none_or(|name| parameters.takes_others || parameters.names.contains(name))
    }
}

impl KnownApi {
    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does the hub have it, as far as is known?
    pub(super) fn has(&self, feature: &Feature) -> bool {
        self.read().has(feature)
    }

    /// Why a call is not sent, if it is known that the hub cannot take it.
    pub(super) fn refusal(&self, call: &dyn AnyCall) -> Option<Error> {
        let known = self.read();
        match call.needs() {
            Some(feature) if !known.has(feature) => Some(Error::Unsupported(feature)),
            None if known.refused_methods.contains(call.method()) => Some(Error::NoMethod(call.method())),
            _ => None,
        }
    }

    /// What came of a call, and what is learnt from it.
    pub(super) fn judge(&self, call: &dyn AnyCall, result: CallResult) -> CallResult {
        let Err(error) = &result else { return result };
        let is_unknown = error.unknown_method().is_some() || error.is_unknown_parameter();
        let refusal = match call.needs() {
            Some(feature) if is_unknown || error.is_not_allowed() => {
                let mut known = self.write();
                if !known.refused.contains(&feature) {
                    known.refused.push(feature);
                }
                Error::Unsupported(feature)
            }
            None if is_unknown => {
                // A method that is asked for inside of another one is none of this call's.
                if error.unknown_method() == Some(call.method()) {
                    self.write().refused_methods.insert(call.method());
                }
                Error::NoMethod(call.method())
            }
            _ => return result,
        };
        tracing::info!(method = call.method(), %error, "the hub cannot take a call");
        self.outdated.notify_one();
        Err(refusal)
    }

    /// The hub named this version with an answer.
    pub(super) fn note_version(&self, version: Option<&str>) {
        if self.read().version.as_deref() == version {
            return;
        }
        self.write().version = version.map(Into::into);
        self.outdated.notify_one();
    }

    /// What the hub tells of itself takes the place of what was known. What it refused is forgotten only when it is another
    /// hub than before, or after a day.
    fn learn(&self, methods: &[ApiMethod], forgets: bool) {
        let mut known = self.write();
        known.told = Some(methods.iter().map(Parameters::of).collect());
        if forgets {
            known.refused.clear();
            known.refused_methods.clear();
        }
    }
}

impl HubClient {
    /// Does the hub have it, as far as is known?
    #[must_use]
    pub fn has(&self, feature: &Feature) -> bool {
        self.known_api.has(feature)
    }

    /// Forgets all that is known of it, as if it had just been found.
    pub fn forget_api(&self) {
        let mut known = self.known_api.write();
        *known = Known { version: known.version.take(), ..Known::default() };
    }

    /// Asks the hub which methods it has, again each day, and whenever it answers as if it were another one. For as long as
    /// the process runs.
    pub async fn follow_api(self: Arc<Self>) {
        let (mut version, mut forgotten) = (None, Instant::now());
        loop {
            let asked = Instant::now();
            let now = self.known_api.read().version.clone();
            let forgets = version != now || forgotten.elapsed() >= RENEWED;
            let learnt = self.learn_api(forgets).await;
            if let Ok(()) = learnt
                && forgets
            {
                (version, forgotten) = (now, asked);
            }
            // A fault is an answer: it is no use to ask such a hub each minute.
            let next = match learnt {
                Err(error) if error.is_outage() => asked + PAUSE,
                _ => asked + RENEWED,
            };
            // Its own answer may have named a version for the first time.
            drop(timeout(Duration::ZERO, self.known_api.outdated.notified()).await);
            tokio::select! {
                () = sleep_until(next) => {}
                () = self.known_api.outdated.notified() => sleep(PAUSE.saturating_sub(asked.elapsed())).await,
            }
        }
    }

    /// Asks the hub which methods it has; `forgets`: and forgets what it refused before.
    ///
    /// # Errors
    ///
    /// Those of the hub: what was known stays.
    pub async fn learn_api(self: &Arc<Self>, forgets: bool) -> Result<(), Error> {
        let call = Arc::new(ListApi {});
        let key = Key::of(&*call)?;
        let result = self.send_call(&key.request, call).await;
        self.finish(&key, result.as_ref());
        match result.and_then(|entry| entry.answer::<Vec<ApiMethod>>()) {
            Ok(Some(methods)) if methods.iter().any(|method| method.name == GetBuild::METHOD) => {
                tracing::info!(methods = methods.len(), "the hub told its methods");
                self.known_api.learn(&methods, forgets);
                Ok(())
            }
            Ok(_) => {
                tracing::warn!("what the hub tells of its methods is not true: it lacks some that all hubs have");
                Ok(())
            }
            Err(error) => {
                tracing::info!(%error, "the hub does not tell its methods");
                Err(error)
            }
        }
    }
}
