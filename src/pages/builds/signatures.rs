//! `/builds/{build}/signatures`: with which keys the rpms of a build are signed, and where the signed copies are.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{Build, ListBuildRpms, QueryRpmSigs, Rpm, Signature};
use crate::hub::model::BuildState;
use crate::hub::{Hub, Order, Slice};
use crate::urls;
use crate::web::files::Files;
use crate::web::{Column, List, ListQuery, Path, Result, Table, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "builds/signatures.html", blocks = ["title", "listing"])]
pub struct Page {
    build: Arc<Build>,
    #[serde(rename = "rpms")]
    list: List<SignedRpm>,
}
crate::page!(Page: as_listing);

/// An rpm with its signed copies.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct SignedRpm {
    rpm: Rpm,
    /// None where the hub did not tell.
    copies: Option<Vec<SignedCopy>>,
}

/// A copy of an rpm that is signed with a key.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct SignedCopy {
    sigkey: String,
    /// Where it is, unless the hub has no files of the build any more. A hub makes it only when somebody asks for it, so that
    /// it need not be there.
    url: Option<String>,
}

/// The columns and the order of the list.
fn table() -> Table {
    let columns = [Column::plain("Rpm", ""), Column::plain("Arch", ""), Column::plain("Signed with", "")];
    Table::new(Order::BY_NAME, columns)
}

/// The page.
pub async fn get(hub: Hub, files: Files, Path(wanted): Path, query: ListQuery) -> Result<Page> {
    let list = query.of(table())?;
    let build = super::find(&hub, &wanted).await?;
    let rpms = hub.get(ListBuildRpms::of(build.build_id)).await?;
    let mut sorted: Vec<Rpm> = rpms.iter().filter(|rpm| !rpm.metadata_only).cloned().collect();
    sorted.sort_by(|a, b| (a.is_debug(), &a.name, &a.arch).cmp(&(b.is_debug(), &b.name, &b.arch)));
    let slice = Slice::of_whole(sorted, list.wanted());
    let calls = slice.rows().iter().map(|rpm| QueryRpmSigs::of(rpm.id));
    let signatures: BTreeMap<usize, Arc<Vec<Signature>>> =
        hub.part_of_each("signatures", calls).await.into_iter().collect();
    let has_files = build.state != BuildState::Deleted;
    let signed = slice.map(|(place, rpm)| {
        let copy = |key: &String| SignedCopy {
            sigkey: key.clone(),
            url: has_files.then(|| files.signed_rpm(&build, key, &rpm.arch, &rpm.file())),
        };
        let copies = signatures.get(&place).map(|all| {
            let keys = all.iter().map(|one| &one.sigkey).filter(|key| !key.is_empty());
            keys.map(copy).collect()
        });
        SignedRpm { rpm: rpm.clone(), copies }
    });
    let list = list.filled(signed).headed("Signatures of".to_owned()).empty("It has no rpms.");
    Ok(Page { list: list.belonging_to(&build.nvr, urls::build(&build.nvr, &build.build_id)), build })
}
