//! Names and small facts: users, packages, build types, the hub's version.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::simple::call;
use super::{Target, User};
use crate::hub::model::{IdOrName, PackageId, TargetId, UserId};

call! {
    /// `getUser`: one user by id (a number) or name, nil where there is none.
    GetUser("userInfo": IdOrName<UserId>) = "getUser" -> User, NAMES as "user"
}

call! {
    /// `getPackage`: one package by id (a number) or name, nil where there is none.
    GetPackage("info": IdOrName<PackageId>) = "getPackage" -> Package, NAMES as "package"
}

call! {
    /// `getBuildTarget`: one target by id (a number) or name, nil where there is none.
    GetBuildTarget("info": IdOrName<TargetId>) = "getBuildTarget" -> Target, NAMES as "target"
}

/// A package.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct Package {
    pub id: PackageId,
    pub name: String,
}

call! {
    /// `getKojiVersion`: the hub's version, which is another one after an upgrade.
    GetKojiVersion = "getKojiVersion" -> String, LIST
}

call! {
    /// `mavenEnabled`: can the hub build with Maven?
    MavenEnabled = "mavenEnabled" -> bool, NAMES
}

call! {
    /// `winEnabled`: can the hub build for Windows?
    WinEnabled = "winEnabled" -> bool, NAMES
}
