//! Names and small facts: users, packages, build types, the hub's version.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Target, User};
use crate::hub::model::{IdOrName, PackageId, TargetId, UserId};
use crate::hub::{Call, Freshness};

macro_rules! by_name {
    ($(#[$doc:meta])* $call:ident($argument:literal: $id:ty) -> $answer:ty as $method:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize)]
        pub struct $call {
            #[serde(rename = $argument)]
            wanted: IdOrName<$id>,
        }

        impl $call {
            /// By id (a number) or name.
            #[must_use]
            pub fn of(wanted: impl Into<IdOrName<$id>>) -> Self {
                Self { wanted: wanted.into() }
            }
        }

        impl Call for $call {
            const METHOD: &'static str = $method;
            type Answer = $answer;
            fn freshness(&self, answer: Option<&$answer>) -> Freshness {
                if answer.is_none() { Freshness::MISSING } else { Freshness::NAMES }
            }
        }
    };
}

by_name! {
    /// `getUser`: one user, nil where there is none.
    GetUser("userInfo": UserId) -> User as "getUser"
}

by_name! {
    /// `getPackage`: one package, nil where there is none.
    GetPackage("info": PackageId) -> Package as "getPackage"
}

by_name! {
    /// `getBuildTarget`: one target, nil where there is none.
    GetBuildTarget("info": TargetId) -> Target as "getBuildTarget"
}

/// A package.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Package {
    pub id: PackageId,
    pub name: String,
}

/// `getKojiVersion`: the hub's version.
#[derive(Debug, Clone, Serialize)]
pub struct GetKojiVersion;

impl Call for GetKojiVersion {
    const METHOD: &'static str = "getKojiVersion";
    type Answer = String;
    fn freshness(&self, _: Option<&String>) -> Freshness {
        Freshness::NAMES
    }
}

macro_rules! enabled {
    ($(#[$doc:meta])* $call:ident as $method:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize)]
        pub struct $call;

        impl Call for $call {
            const METHOD: &'static str = $method;
            type Answer = bool;
            fn freshness(&self, _: Option<&bool>) -> Freshness {
                Freshness::NAMES
            }
        }
    };
}

enabled! {
    /// `mavenEnabled`: can the hub build with Maven?
    MavenEnabled as "mavenEnabled"
}

enabled! {
    /// `winEnabled`: can the hub build for Windows?
    WinEnabled as "winEnabled"
}
