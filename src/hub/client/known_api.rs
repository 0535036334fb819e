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
use super::limiter::Rank;
use crate::hub::methods::{ApiMethod, GetBuild, ListApi};
use crate::hub::{Call as _, Error, Feature};

/// What a hub has changes when its version does.
const RENEWED: Duration = Duration::from_secs(24 * 60 * 60);
/// It is not asked for more often, whatever is refused. Where it could not be had it is asked for after this again, then ever
/// more seldom.
const PAUSE: Duration = Duration::from_secs(60);
/// The longest time after which it is asked for again.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);

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
    /// What the hub was asked for and did not have.
    refused: HashMap<Refused, Refusals>,
    /// The version that the hub named with its last answer. Hubs before 1.34 name none.
    version: Option<Box<str>>,
    /// The same when it told of its methods last.
    version_told: Option<Box<str>>,
}

/// What a hub did not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Refused {
    Feature(&'static Feature),
    /// A method that every hub should have.
    Method(&'static str),
}

/// How often it did not have it. One refusal holds until the hub tells of its methods again, more hold against that, too.
#[derive(Debug, Default)]
struct Refusals {
    times: u32,
    is_new: bool,
}

impl Refusals {
    fn hold(&self) -> bool {
        self.is_new || self.times > 1
    }
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
    fn has_refused(&self, what: Refused) -> bool {
        self.refused.get(&what).is_some_and(Refusals::hold)
    }

    fn refuse(&mut self, what: Refused) {
        let refusals = self.refused.entry(what).or_default();
        // Calls that were under way together are refused together.
        refusals.times += u32::from(!refusals.is_new);
        refusals.is_new = true;
    }

    /// Does the hub have it, as far as is known? Calls that all hubs can take are not looked up: were a hub's account of
    /// itself wrong, nothing would work.
    fn has(&self, feature: &'static Feature) -> bool {
        if self.has_refused(Refused::Feature(feature)) {
            return false;
        }
        let is_older = |refused: &Refused| matches!(refused, Refused::Feature(other) if other.since <= feature.since);
        // One that tells nothing and lacks something is older than that.
        let Some(told) = &self.told else { return !self.refused.keys().any(is_older) };
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
    pub(super) fn has(&self, feature: &'static Feature) -> bool {
        self.read().has(feature)
    }

    /// Why a call is not sent, if it is known that the hub cannot take it.
    pub(super) fn refusal(&self, call: &dyn AnyCall) -> Option<Error> {
        let known = self.read();
        match call.needs() {
            Some(feature) if !known.has(feature) => Some(Error::Unsupported(feature)),
            None if known.has_refused(Refused::Method(call.method())) => Some(Error::NoMethod(call.method())),
            _ => None,
        }
    }

    /// What came of a call, and what is learnt from it.
    pub(super) fn judge(&self, call: &dyn AnyCall, result: CallResult) -> CallResult {
        let Err(error) = &result else { return result };
        if !call.teaches() {
            return result;
        }
        let is_unknown = error.unknown_method().is_some() || error.is_unknown_parameter();
        let refusal = match call.needs() {
            Some(feature) if is_unknown || error.is_not_allowed() => {
                self.write().refuse(Refused::Feature(feature));
                Error::Unsupported(feature)
            }
            None if is_unknown => {
                // A method that is asked for inside of another one is none of this call's.
                if error.unknown_method() == Some(call.method()) {
                    self.write().refuse(Refused::Method(call.method()));
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

    /// What the hub tells of itself takes the place of what was known. What it refused is forgotten when it is another hub than
    /// before, and after a day.
    fn learn(&self, methods: &[ApiMethod]) {
        let told = methods.iter().map(Parameters::of).collect();
        let mut known = self.write();
        let is_other = known.told.is_some() && known.version_told != known.version;
        known.told = Some(told);
        let version = known.version.clone();
        known.version_told = version;
        if is_other {
            known.refused.clear();
        }
        known.refused.values_mut().for_each(|refusals| refusals.is_new = false);
    }
}

impl HubClient {
    /// Does the hub have it, as far as is known?
    #[must_use]
    pub fn has(&self, feature: &'static Feature) -> bool {
        self.known_api.has(feature)
    }

    /// Asks the hub which methods it has, again each day, and whenever it answers as if it were another one. For as long as
    /// the process runs.
    pub async fn follow_api(self: Arc<Self>) {
        let mut pause = PAUSE;
        loop {
            let asked = Instant::now();
            let next = match self.learn_api().await {
                // A hub that refuses to tell will go on so.
                Ok(()) | Err(Error::Fault(_)) => {
                    pause = PAUSE;
                    RENEWED
                }
                Err(_) => {
                    let now = pause;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    now
                }
            };
            // Its own answer may have named a version for the first time.
            drop(timeout(Duration::ZERO, self.known_api.outdated.notified()).await);
            tokio::select! {
                () = sleep_until(asked + next) => {
                    if next == RENEWED {
                        self.known_api.write().refused.clear();
                    }
                }
                () = self.known_api.outdated.notified() => sleep(PAUSE.saturating_sub(asked.elapsed())).await,
            }
        }
    }

    /// Asks the hub which methods it has.
    ///
    /// # Errors
    ///
    /// Those of the hub; [`Error::InvalidResponse`] where what it tells cannot be true. What was known stays.
    pub async fn learn_api(self: &Arc<Self>) -> Result<(), Error> {
        let call = Arc::new(ListApi {});
        let key = Key::of(&*call)?;
        let result = self.send_call(&key.request, call, Rank::default()).await;
        self.finish(&key, result.as_ref());
        let told = result.and_then(|entry| entry.answer::<Vec<ApiMethod>>());
        let is_true = |methods: &[ApiMethod]| methods.iter().any(|method| method.name == GetBuild::METHOD);
        let learnt = match told {
            Ok(Some(methods)) if is_true(&methods) => {
                tracing::info!(methods = methods.len(), "the hub told its methods");
                self.known_api.learn(&methods);
                Ok(())
            }
            Ok(_) => Err(Error::InvalidResponse("methods that all hubs have are not in its list of them".into())),
            Err(error) => Err(error),
        };
        learnt.inspect_err(|error| tracing::info!(%error, "the hub does not tell its methods"))
    }
}
