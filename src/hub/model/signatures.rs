//! What the arguments of task methods are called.

/// The names of the arguments of Koji's task methods (`LEGACY_SIGNATURES` in `koji.tasks`), in their order.
pub(super) const SIGNATURES: &[(&str, &[&str])] = &[
    ("build", &["src", "target", "opts"]),
    ("chainbuild", &["srcs", "target", "opts"]),
    ("maven", &["url", "target", "opts"]),
    ("buildMaven", &["url", "build_tag", "opts"]),
    ("chainmaven", &["builds", "target", "opts"]),
    ("buildSRPMFromSCM", &["url", "build_tag", "opts"]),
    ("rebuildSRPM", &["srpm", "build_tag", "opts"]),
    ("buildArch", &["pkg", "root", "arch", "keep_srpm", "opts"]),
    ("wrapperRPM", &["spec_url", "build_target", "build", "task", "opts"]),
    ("winbuild", &["name", "source_url", "target", "opts"]),
    ("vmExec", &["name", "task_info", "opts"]),
    ("waitrepo", &["tag", "newer_than", "nvrs", "min_event"]),
    ("newRepo", &["tag", "event", "src", "debuginfo", "separate_src", "opts"]),
    ("createrepo", &["repo_id", "arch", "oldrepo"]),
    ("distRepo", &["tag", "repo_id", "keys", "task_opts"]),
    ("createdistrepo", &["tag", "repo_id", "arch", "keys", "opts"]),
    ("tagBuild", &["tag_id", "build_id", "force", "fromtag", "ignore_success"]),
    (
        "tagNotification",
        &[
            "recipients",
            "is_successful",
            "tag_info",
            "from_info",
            "build_info",
            "user_info",
            "ignore_success",
            "failure_msg",
        ],
    ),
    ("buildNotification", &["recipients", "build", "target", "weburl"]),
    ("dependantTask", &["wait_list", "task_list"]),
    ("livecd", &["name", "version", "arch", "target", "ksfile", "opts"]),
    ("appliance", &["name", "version", "arch", "target", "ksfile", "opts"]),
    ("livemedia", &["name", "version", "arches", "target", "ksfile", "opts"]),
    ("image", &["name", "version", "arches", "target", "inst_tree", "opts"]),
    (
        "createLiveCD",
        &["name", "version", "release", "arch", "target_info", "build_tag", "repo_info", "ksfile", "opts"],
    ),
    (
        "createAppliance",
        &["name", "version", "release", "arch", "target_info", "build_tag", "repo_info", "ksfile", "opts"],
    ),
    (
        "createLiveMedia",
        &["name", "version", "release", "arch", "target_info", "build_tag", "repo_info", "ksfile", "opts"],
    ),
    (
        "createImage",
        &["name", "version", "release", "arch", "target_info", "build_tag", "repo_info", "inst_tree", "opts"],
    ),
    ("indirectionimage", &["opts"]),
    (
        "runroot",
        &[
            "root",
            "arch",
            "command",
            "keep",
            "packages",
            "mounts",
            "repo_id",
            "skip_setarch",
            "weight",
            "upload_logs",
            "new_chroot",
        ],
    ),
    ("saveFailedTree", &["buildrootID", "full"]),
    ("restartHosts", &["options"]),
    ("restart", &["host"]),
    ("restartVerify", &["task_id", "host"]),
    // Of plugins that come with Koji (kiwi.py) or are common beside it (koji-containerbuild).
    ("kiwiBuild", &["target", "arches", "desc_url", "desc_path", "opts"]),
    (
        "createKiwiImage",
        &[
            "name",
            "version",
            "release",
            "arch",
            "target_info",
            "build_tag",
            "repo_info",
            "desc_url",
            "desc_path",
            "opts",
        ],
    ),
    ("buildContainer", &["src", "target", "opts"]),
];

/// The arguments that are false where a task does not give them, as its method declares them.
pub(super) const FALSE: &[(&str, &[&str])] = &[
    ("newRepo", &["src", "debuginfo", "separate_src"]),
    ("tagBuild", &["force", "ignore_success"]),
    ("buildArch", &["keep_srpm"]),
];

/// Methods that can go without any argument.
pub(super) const WITHOUT: [&str; 1] = ["restartHosts"];
