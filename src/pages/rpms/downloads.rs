//! Where the file of an rpm is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{Build, RpmInfo, Signature};
use crate::hub::model::BuildState;
use crate::web::files::Files;

/// One copy of an rpm.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Download {
    /// The key that it is signed with; none for the copy that came from the build.
    pub(super) sigkey: Option<String>,
    pub(super) url: String,
}

/// All copies; a hub makes a signed one only when it is asked for, so that one need not be there.
pub(super) fn downloads(files: &Files, build: &Build, rpm: &RpmInfo, signatures: &[Signature]) -> Vec<Download> {
    if build.state == BuildState::Deleted || rpm.metadata_only || rpm.external().is_some() {
        return Vec::new();
    }
    let name = format!("{}.rpm", rpm.nvra());
    let plain = Download { sigkey: None, url: files.rpm(build, &rpm.arch, &name) };
    let keys = signatures.iter().map(|signature| &signature.sigkey).filter(|key| !key.is_empty());
    let signed =
        keys.map(|key| Download { sigkey: Some(key.clone()), url: files.signed_rpm(build, key, &rpm.arch, &name) });
    std::iter::once(plain).chain(signed).collect()
}
