//! One rpm: what the hub knows of it without its file, and its signatures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hub::model::{BuildId, BuildrootId, ExternalRepoId, RpmId, RpmRef, Timestamp};
use crate::hub::{Call, Freshness, Named, Order, QueryOpts};
use crate::xmlrpc::Value;

/// `getRPM`: one rpm, nil where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GetRpm {
    rpminfo: RpmRef,
}

impl GetRpm {
    /// By id or name.
    #[must_use]
    pub fn of(rpm: RpmRef) -> Self {
        Self { rpminfo: rpm }
    }
}

impl Call for GetRpm {
    const METHOD: &'static str = "getRPM";
    const FRESHNESS: Freshness = Freshness::COMPLETE;
    type Answer = RpmInfo;
}

impl Named for GetRpm {
    const KIND: &'static str = "rpm";
    type Name = str;
    fn named(name: &Self::Name) -> Option<Self> {
        RpmRef::read(name).map(Self::of)
    }
}

/// The external repo with this id and name; the hub itself has id 0 among them.
pub(super) fn external(id: Option<ExternalRepoId>, name: Option<&str>) -> Option<(ExternalRepoId, &str)> {
    Some((id.filter(|id| id.0 != 0)?, name.unwrap_or_default()))
}

/// What a hub says of an rpm without its file.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "Koji's names")]
pub struct RpmInfo {
    pub id: RpmId,
    pub name: String,
    pub version: String,
    pub release: String,
    pub epoch: Option<i64>,
    pub arch: String,
    /// Bytes, of the file as it was built: a signed copy has more.
    #[serde(default)]
    pub size: Option<i64>,
    /// Rpms of external repos have none.
    pub build_id: Option<BuildId>,
    /// Imported rpms have none.
    #[serde(default)]
    pub buildroot_id: Option<BuildrootId>,
    /// When it was built, as the rpm claims, in seconds since 1970.
    #[serde(default)]
    pub buildtime: Option<i64>,
    /// The MD5 of header and payload (rpm's SIGMD5).
    #[serde(default)]
    pub payloadhash: Option<String>,
    /// 0 is the hub itself.
    #[serde(default)]
    pub external_repo_id: Option<ExternalRepoId>,
    #[serde(default)]
    pub external_repo_name: Option<String>,
    /// The hub knows it but has no file.
    #[serde(default)]
    pub metadata_only: bool,
    /// Nil for external ones; hubs before 1.34 do not say.
    #[serde(default)]
    pub draft: Option<bool>,
    #[serde(default)]
    pub extra: Option<Value>,
}

impl RpmInfo {
    /// `name-version-release.arch`, as its file is called without `.rpm`. It names no draft for sure, and no external rpm.
    #[must_use]
    pub fn nvra(&self) -> String {
        format!("{}-{}-{}.{}", self.name, self.version, self.release, self.arch)
    }

    /// The same with the epoch before the version, where it has one.
    #[must_use]
    pub fn full_name(&self) -> String {
        let epoch = self.epoch.map(|epoch| format!("{epoch}:")).unwrap_or_default();
        format!("{}-{epoch}{}-{}.{}", self.name, self.version, self.release, self.arch)
    }

    /// Is it of an external repo? The hub has nothing of those but the name.
    #[must_use]
    pub fn external(&self) -> Option<(ExternalRepoId, &str)> {
        external(self.external_repo_id, self.external_repo_name.as_deref())
    }

    /// When it was built, as it claims.
    #[must_use]
    pub fn built(&self) -> Option<Timestamp> {
        #[expect(clippy::cast_precision_loss, reason = "seconds of our age")]
        Timestamp::of_seconds(self.buildtime? as f64)
    }
}

/// `queryRPMSigs` of one rpm. Without one a hub would send all that it has.
#[derive(Debug, Clone, Serialize)]
pub struct QueryRpmSigs {
    rpm_id: RpmId,
    #[serde(rename = "queryOpts")]
    query_opts: QueryOpts,
}

/// Signatures of one rpm that are listed at most.
const SIGNATURES: u32 = 100;

impl QueryRpmSigs {
    /// Of this rpm.
    #[must_use]
    pub fn of(rpm: RpmId) -> Self {
        let by_key = Order { column: "sigkey", descending: false };
        Self { rpm_id: rpm, query_opts: QueryOpts::first(SIGNATURES, by_key) }
    }
}

impl Call for QueryRpmSigs {
    const METHOD: &'static str = "queryRPMSigs";
    const FRESHNESS: Freshness = Freshness::ENDED;
    type Answer = Vec<Signature>;
}

/// A signature of an rpm.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct Signature {
    /// The last eight digits of the key; empty for the header that the rpm was imported with, unsigned.
    pub sigkey: String,
    /// The MD5 of the header of the signature.
    pub sighash: String,
}
