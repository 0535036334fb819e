//! Buildroots: lists of them, one, the rpms and the archives of one, and what differs between two.

pub mod archives;
pub mod compare;
pub mod list;
pub mod rpms;
pub mod show;

use std::sync::Arc;

use crate::hub::Hub;
use crate::hub::methods::{Buildroot, GetBuildroot};
use crate::web::{Error, Result};

/// The buildroot of this id or name. The hub knows ids alone, so a name has to be the right one.
async fn find(hub: &Hub, wanted: &str) -> Result<Arc<Buildroot>> {
    let buildroot = hub.find_named::<GetBuildroot>(wanted).await?;
    let is_it = wanted.bytes().all(|b| b.is_ascii_digit()) || buildroot.name() == wanted;
    if is_it { Ok(buildroot) } else { Err(Error::missing("buildroot", wanted)) }
}
