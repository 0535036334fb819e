//! The names of all packages, tags, targets, users and hosts, in memory: who types gets suggestions from here, and the hub
//! is asked for each list now and then in the background, as long as somebody wants it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{Hub, HubClient};
use crate::hub::Error;
use crate::hub::methods::{GetBuildTargets, Kind, ListAllPackages, ListHosts, ListTags, ListUsers};
use crate::hub::model::UserType;

/// A name that something has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// As the hub has it.
    pub name: Box<str>,
    /// The same in lower case, which is what is looked at.
    pub lower: Box<str>,
    /// The id among its kind.
    pub id: i64,
}

impl KnownName {
    fn of(name: &str, id: i64) -> Self {
        Self { name: name.into(), lower: name.to_lowercase().into(), id }
    }
}

/// The kinds whose names are kept.
pub const KNOWN_KINDS: [Kind; 5] = [Kind::Package, Kind::Tag, Kind::Target, Kind::User, Kind::Host];

/// How long a list is used before it is asked for again.
const FRESH: Duration = Duration::from_secs(600);
/// The same after it could not be had.
const PAUSE: Duration = Duration::from_secs(60);

/// The lists, one a kind.
#[derive(Default)]
pub(in crate::hub) struct KnownNames([Mutex<List>; KNOWN_KINDS.len()]);

/// All names of a kind, as far as they are known.
#[derive(Default)]
struct List {
    /// `None`: they were never told.
    names: Option<Arc<[KnownName]>>,
    /// When they are asked for again, if somebody wants them then.
    due: Option<Instant>,
}

impl KnownNames {
    fn at(&self, kind: Kind) -> Option<&Mutex<List>> {
        self.0.get(KNOWN_KINDS.iter().position(|known| *known == kind)?)
    }

    fn get(&self, kind: Kind) -> Option<Arc<[KnownName]>> {
        let list = self.at(kind)?.lock().unwrap_or_else(PoisonError::into_inner);
        list.names.clone()
    }

    /// Is it time to ask? Who is told so asks, and nobody else for a while.
    fn is_due(&self, kind: Kind) -> bool {
        let Some(list) = self.at(kind) else { return false };
        let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = list.due.is_none_or(|due| due <= Instant::now());
        if is_due {
            list.due = Some(Instant::now() + PAUSE);
        }
        is_due
    }

    fn put(&self, kind: Kind, names: Arc<[KnownName]>) {
        let Some(list) = self.at(kind) else { return };
        let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
        *list = List { names: Some(names), due: Some(Instant::now() + FRESH) };
    }
}

impl HubClient {
    /// Asks for the names of all kinds that are due, in the background.
    pub fn refresh_names(self: &Arc<Self>) {
        for kind in KNOWN_KINDS {
            self.refresh_names_of(kind);
        }
    }

    fn refresh_names_of(self: &Arc<Self>, kind: Kind) {
        if self.known_names.is_due(kind) {
            let client = self.clone();
            tokio::spawn(async move { client.ask_for_names(kind).await });
        }
    }

    async fn ask_for_names(self: &Arc<Self>, kind: Kind) -> Result<Arc<[KnownName]>, Error> {
        let asked = all_names(&self.handle(Arc::default()), kind).await;
        match asked {
            Ok(names) => {
                let names: Arc<[KnownName]> = names.into();
                self.known_names.put(kind, names.clone());
                Ok(names)
            }
            Err(error) => {
                tracing::info!(kind = kind.plural(), %error, "their names are not known anew");
                Err(error)
            }
        }
    }
}

impl Hub {
    /// The names of a kind, as they are known now, without asking the hub; nothing where they are not.
    #[must_use]
    pub fn known_names(&self, kind: Kind) -> Option<Arc<[KnownName]>> {
        self.note_names();
        self.client.known_names.get(kind)
    }

    /// The same, and they are asked for again in the background where that is due.
    #[must_use]
    pub fn wanted_names(&self, kind: Kind) -> Option<Arc<[KnownName]>> {
        self.client.refresh_names_of(kind);
        self.known_names(kind)
    }

    /// The names of a kind; the hub is asked where they are not known yet.
    ///
    /// # Errors
    ///
    /// Those of the hub.
    pub async fn names(&self, kind: Kind) -> Result<Arc<[KnownName]>, Error> {
        match self.known_names(kind) {
            Some(names) => {
                self.client.refresh_names_of(kind);
                Ok(names)
            }
            None => self.client.ask_for_names(kind).await,
        }
    }
}

/// All names of a kind, in the order of the alphabet.
async fn all_names(hub: &Hub, kind: Kind) -> Result<Vec<KnownName>, Error> {
    let of = KnownName::of;
    let mut names: Vec<KnownName> = match kind {
        Kind::Tag => hub.get(ListTags { pattern: None }).await?.iter().map(|tag| of(&tag.name, tag.id.0)).collect(),
        Kind::Target => {
            hub.get(GetBuildTargets::default()).await?.iter().map(|target| of(&target.name, target.id.0)).collect()
        }
        Kind::User => {
            let users = ListUsers { kind: UserType::Person, prefix: None, perm: None };
            hub.get(users).await?.iter().map(|user| of(&user.name, user.id.0)).collect()
        }
        Kind::Host => hub.get(ListHosts::all()).await?.iter().map(|host| of(&host.name, host.id.0)).collect(),
        _ => {
            let packages = hub.get(ListAllPackages { prefix: None }).await?;
            packages.iter().map(|package| of(&package.package_name, package.package_id.0)).collect()
        }
    };
    names.sort_unstable_by(|a, b| a.lower.cmp(&b.lower));
    Ok(names)
}
