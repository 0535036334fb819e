//! What a method is for: a hub does not say, and its documentation says so in prose alone.

use schemars::JsonSchema;
use serde::Serialize;
use strum::VariantArray;

/// A group of methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, VariantArray)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Group {
    /// It answers, and changes nothing.
    Read,
    /// It changes something.
    Write,
    /// Hosts alone may call it.
    Builder,
    /// It is about who asks.
    Session,
    /// Koji itself does not have it, or not the one that this version knows.
    Plugin,
}

impl Group {
    /// The group of a method.
    pub(super) fn of(method: &str) -> Self {
        let is_in = |names: &str| names.split_ascii_whitespace().any(|name| name == method);
        match method {
            _ if method.starts_with("host.") || method == "scheduler.doRun" => Self::Builder,
            _ if is_in(READ) => Self::Read,
            _ if is_in(WRITE) => Self::Write,
            _ if is_in(SESSION) => Self::Session,
            _ => Self::Plugin,
        }
    }

    /// The id of its part of the page, and its word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Builder => "builder",
            Self::Session => "session",
            Self::Plugin => "plugin",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Builder => "Builders only",
            Self::Session => "Session",
            Self::Plugin => "Plugins",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Read => "answers, and changes nothing",
            Self::Write => "changes something, and needs a login with a permission for it",
            Self::Builder => "for hosts, which log in as what they are",
            Self::Session => "about who asks",
            Self::Plugin => "from plugins of this hub, or newer than what Kojiview knows",
        }
    }
}

const READ: &str = "\
    _listapi buildReferences checkTagAccess checkTagPackage checkUpload count countAndFilterResults \
    downloadTaskOutput echo error evalPolicy fault filterResults findBuildID getActiveRepos getAllArches getAllPerms \
    getAPIVersion getArchive getArchiveFile getArchiveType getArchiveTypes getAverageBuildDuration getBuild \
    getBuildConfig getBuildLogs getBuildNotification getBuildNotificationBlock getBuildNotificationBlocks \
    getBuildNotifications getBuildroot getBuildrootListing getBuildTarget getBuildTargets getBuildType \
    getChangelogEntries getChannel getEvent getExternalRepo getExternalRepoList getFullInheritance getGroupMembers \
    getHost getImageArchive getImageBuild getInheritanceData getKojiVersion getLastEvent getLastHostUpdate \
    getLatestBuilds getLatestMavenArchives getLatestRPMS getMavenArchive getMavenBuild getNextRelease getPackage \
    getPackageConfig getPackageID getPerms getRepo getRPM getRPMChecksums getRPMDeps getRPMFile getRPMHeaders getTag \
    getTagExternalRepos getTagGroups getTagID getTaskChildren getTaskDescendents getTaskInfo getTaskRequest \
    getTaskResult getUser getUserGroups getUserPerms getUserPermsInheritance getVolume getWinArchive getWinBuild \
    hello listArchiveFiles listArchives listBTypes listBuildroots listBuildRPMs listBuilds listCGs listChannels \
    listExternalRepos listHosts listPackages listPackagesSimple listRPMFiles listRPMs listTagged listTaggedArchives \
    listTaggedRPMS listTags listTaskOutput listTasks listUsers listVolumes mavenEnabled multiCall queryHistory \
    queryRPMSigs repo.checkRequest repo.get repo.getExternalRepoData repo.query repo.queryQueue repo.references \
    repoInfo scheduler.getHostData scheduler.getLogMessages scheduler.getTaskRefusals scheduler.getTaskRuns search \
    showOpts system.listMethods system.methodHelp system.methodSignature tagChangedSinceEvent tagFirstChangeEvent \
    tagLastChangeEvent taskFinished untaggedBuilds winEnabled";

const WRITE: &str = "\
    addArchiveType addBType addChannel addExternalRepoToTag addExternalRPM addGroupMember addHost addHostToChannel \
    addRPMSig addUserKrbPrincipal addVolume applyVolumePolicy assignTask build buildImage buildImageIndirection \
    buildImageOz cancelBuild cancelTask cancelTaskChildren cancelTaskFull CGImport CGInitBuild CGRefundBuild \
    chainBuild chainMaven changeBuildVolume createBuildTarget createEmptyBuild createExternalRepo createImageBuild \
    createMavenBuild createNotification createNotificationBlock createTag createUser createWinBuild deleteBuild \
    deleteBuildTarget deleteExternalRepo deleteNotification deleteNotificationBlock deleteRPMSig deleteTag \
    disableChannel disableHost disableUser distRepo dropGroupMember editBuildTarget editChannel editExternalRepo \
    editHost editPermission editTag editTag2 editTagExternalRepo editUser enableChannel enableHost enableUser \
    freeTask grantCGAccess grantPermission groupListAdd groupListBlock groupListRemove groupListUnblock \
    groupPackageListAdd groupPackageListBlock groupPackageListRemove groupPackageListUnblock groupReqListAdd \
    groupReqListBlock groupReqListRemove groupReqListUnblock importArchive importRPM makeTask massTag mavenBuild \
    mergeScratch moveAllBuilds moveBuild newGroup newRepo packageListAdd packageListBlock packageListRemove \
    packageListSetArches packageListSetOwner packageListUnblock promoteBuild removeExternalRepoFromTag \
    removeHostFromChannel removeUserKrbPrincipal removeVolume renameChannel repo.autoRequests repo.checkQueue \
    repo.request repo.setExternalRepoData repo.setRequestPriority repo.setState repo.updateEndEvents repoDelete \
    repoExpire repoProblem resetBuild restartHosts resubmitTask revokeCGAccess revokePermission setBuildOwner \
    setBuildTimestamp setInheritanceData setTaskPriority snapshotTag snapshotTagModify tagBuild tagBuildBypass \
    untagBuild untagBuildBypass updateNotification uploadFile winBuild wrapperRPM writeSignedRPM";

const SESSION: &str = "\
    exclusiveSession getLoggedInUser getSessionInfo hasPerm login logout logoutChild sharedSession showSession \
    sslLogin subsession";
