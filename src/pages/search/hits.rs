//! What a hub found by name, and the page of each.

use crate::hub::methods::{Hit, Kind, Match, Search};
use crate::hub::model::{ArchiveId, BuildId, HostId, PackageId, RpmId, TagId, TargetId, UserId};
use crate::hub::{self, Hub, PageRequest, Slice};
use crate::urls::{self, Url};
use crate::web::Result;

/// The rows, or none.
pub(super) fn rows(slice: Option<&Slice<Hit>>) -> &[Hit] {
    slice.map_or(&[], Slice::rows)
}

/// The hub's search. It takes a regular expression to its database, and the database's refusal is a fault like any other:
/// what fails there is the expression, which is the reader's. `None`: it is none that the database reads.
pub(super) async fn searched(
    hub: &Hub,
    text: &str,
    kind: Kind,
    how: Match,
    wanted: PageRequest,
) -> Result<Option<Slice<Hit>>> {
    let search = Search { terms: text.to_owned(), kind, match_type: how };
    match hub.slice(search, wanted).await {
        Ok(slice) => Ok(Some(slice)),
        Err(hub::Error::Fault(_)) if how == Match::Regexp => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The page of what was found.
pub fn address(kind: Kind, hit: &Hit) -> Url {
    let Hit { id, name } = hit;
    match kind {
        Kind::Package => urls::package(name, &PackageId(*id)),
        Kind::Build => urls::build(name, &BuildId(*id)),
        Kind::Tag => urls::tag(name, &TagId(*id)),
        Kind::User => urls::user(name, &UserId(*id)),
        Kind::Host => urls::host(name, &HostId(*id)),
        Kind::Rpm => urls::rpm_by_id(&RpmId(*id)),
        Kind::Target => urls::target(name, &TargetId(*id)),
        Kind::Maven | Kind::Win => urls::archive(&ArchiveId(*id)),
    }
}
