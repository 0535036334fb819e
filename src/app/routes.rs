//! The route table: a line a page, with all that a page is.

use super::entry::{Entry, route, section};
use super::routes_of_contents::{of_buildroots, of_rpms_and_archives};
use super::routes_of_feeds::of_feeds;
use super::routes_of_reports::of_reports;
use crate::hub::feature;
use crate::pages::{
    api, builds, channels, external_repos, hosts, hub, logs, openapi, overview, packages, repo_requests, repos, search,
    tags, targets, tasks, users,
};
use crate::web::{Routes, Section};

/// The route table without the handlers.
#[must_use]
pub fn routes() -> Routes {
    entries().into_iter().map(|entry| entry.route).collect()
}

/// The route table. The first page of a section is the one that the navigation leads to.
pub(super) fn entries() -> Vec<Entry> {
    let beside = [
        route("/", overview::get, &["/", "/?open=numbers"]),
        route("/search", search::get, &["/search", "/search?q=f40", "/search?q=*a*&type=rpm"])
            .form()
            .not_indexed()
            .waves(6)
            .shows(&["search"]),
        route("/suggestions", search::suggestions::get, &["/suggestions"]).form().not_indexed(),
        route("/logs/compare", logs::compare::get, &["/logs/compare", "/logs/compare?a=/tasks/1306404/logs/build.log"])
            .form()
            .not_indexed()
            .waves(8),
    ];
    let all = beside
        .into_iter()
        .chain(of_builds())
        .chain(of_rpms_and_archives())
        .chain(of_tasks())
        .chain(of_packages())
        .chain(of_tags());
    all.chain(of_targets())
        .chain(of_hosts())
        .chain(of_buildroots())
        .chain(of_users())
        .chain(of_reports())
        .chain(of_the_hub())
        .chain(of_feeds())
        .collect()
}

fn of_builds() -> impl Iterator<Item = Entry> {
    section(
        Section::Builds,
        [
            route(
                "/builds",
                builds::list::get,
                &["/builds", "/builds?tag=f40&latest=no", "/builds?state=failed&within=48"],
            )
            .titled("Builds")
            .shows(&["listBuilds", "listTagged"]),
            route("/builds/{build}", builds::show::get, &["/builds/bash-6.13-1.fc41", "/builds/slowpoke-1.0-1.fc40"])
                .waves(5)
                .shows(&[
                    "getAverageBuildDuration",
                    "getBuild",
                    "getBuildLogs",
                    "getBuildType",
                    "getChangelogEntries",
                    "getRPMHeaders",
                    "listArchives",
                    "listBuildRPMs",
                ]),
            route(
                "/builds/{build}/compare/{other_build}",
                builds::compare::get,
                &["/builds/52288/compare/52341", "/builds/52288/compare/52341?rpm=kernel.x86_64"],
            )
            .waves(3)
            .not_indexed(),
            route("/builds/{build}/changelog", builds::changelog::get, &["/builds/behemoth-2.0-1.fc41/changelog"])
                .not_indexed(),
            route("/builds/{build}/history", builds::history::get, &["/builds/bash-6.13-1.fc41/history"]).not_indexed(),
            route("/builds/{build}/signatures", builds::signatures::get, &["/builds/bash-6.13-1.fc41/signatures"])
                .waves(3)
                .not_indexed()
                .shows(&["queryRPMSigs"]),
            route(
                "/builds/{build}/logs/{*log}",
                logs::of_build::get,
                &["/builds/behemoth-2.0-1.fc41/logs/x86_64/build.log"],
            )
            .waves(5)
            .not_indexed(),
        ],
    )
}

fn of_tasks() -> impl Iterator<Item = Entry> {
    section(
        Section::Tasks,
        [
            route("/tasks", tasks::list::get, &["/tasks", "/tasks?state=all&view=flat&method=newRepo"])
                .titled("Tasks")
                .shows(&["listTasks"]),
            route("/tasks/{task}", tasks::show::get, &["/tasks/1305520", "/tasks/1305520?buildroots=yes"])
                .waves(5)
                .shows(&["getTaskDescendents", "getTaskInfo", "getTaskResult", "listTaskOutput"]),
            route("/tasks/{task}/changes", tasks::changes::get, &["/tasks/1306194/changes", "/tasks/1305520/changes"])
                .waves(6)
                .not_indexed(),
            route("/tasks/{task}/last-success", tasks::last_success::get, &["/tasks/1306194/last-success"])
                .waves(5)
                .not_indexed(),
            route(
                "/tasks/{task}/rpms",
                tasks::rpms::get,
                &["/tasks/1305520/rpms", "/tasks/1305520/rpms?arch=x86_64&debug=no"],
            )
            .waves(3)
            .not_indexed(),
            route("/tasks/{task}/status", tasks::status::get, &["/tasks/1305520/status"]).not_indexed(),
            route("/tasks/{task}/log", logs::relevant::get, &["/tasks/1305520/log"]).waves(5).not_indexed(),
            route("/tasks/{task}/logs", logs::list::get, &["/tasks/1305520/logs"]).waves(4).not_indexed(),
            route(
                "/tasks/{task}/logs/{*log}",
                logs::of_task::get,
                &["/tasks/1305522/logs/build.log", "/tasks/1306404/logs/build.log?end=yes"],
            )
            .waves(5)
            .not_indexed(),
            route("/tasks/{task}/tail", logs::tail::get, &["/tasks/1306400/tail", "/tasks/1306192/tail?log=root.log"])
                .waves(3)
                .not_indexed(),
        ],
    )
}

fn of_packages() -> impl Iterator<Item = Entry> {
    section(
        Section::Packages,
        [
            route(
                "/packages",
                packages::list::get,
                &["/packages", "/packages?prefix=k", "/packages?match=*py*", "/packages?owner=jane&blocked=no"],
            )
            .titled("Packages")
            .shows(&["listPackages"]),
            route("/packages/{package}", packages::show::get, &["/packages/bash", "/packages/bash?open=newest"])
                .shows(&["getPackage"]),
            route("/packages/{package}/history", packages::history::get, &["/packages/bash/history"]).not_indexed(),
            route("/packages/{package}/latest", packages::latest::get, &["/packages/bash/latest?tag=f41-updates"])
                .not_indexed(),
            route("/packages/{package}/tags", packages::tags::get, &["/packages/bash/tags"]).not_indexed(),
        ],
    )
}

fn of_tags() -> impl Iterator<Item = Entry> {
    section(
        Section::Tags,
        [
            route("/tags", tags::list::get, &["/tags", "/tags?match=f4"])
                .titled("Tags")
                .shows(&["listTags", "getInheritanceData"]),
            route("/tags/{tag}", tags::show::get, &["/tags/f40-build", "/tags/71"]).shows(&[
                "getBuildConfig",
                "getExternalRepoList",
                "getFullInheritance",
                "getTag",
                "tagLastChangeEvent",
            ]),
            route("/tags/{tag}/builds", tags::builds::get, &["/tags/f40/builds"]).not_indexed(),
            route("/tags/{tag}/children", tags::children::get, &["/tags/f40/children"]).not_indexed(),
            route("/tags/{tag}/counts", tags::counts::get, &["/tags/f40/counts"]).not_indexed(),
            route("/tags/{tag}/groups", tags::groups::get, &["/tags/f40-build/groups"])
                .not_indexed()
                .shows(&["getTagGroups"]),
            route(
                "/tags/{tag}/history",
                tags::history::get,
                &["/tags/f40/history", "/tags/f40/history?kind=settings", "/tags/f40-updates/history?package=bash"],
            )
            .not_indexed()
            .shows(&["queryHistory"]),
            route("/tags/{tag}/packages", tags::packages::get, &["/tags/f40-build/packages?owner=jane&prefix=k"])
                .not_indexed(),
        ],
    )
}

fn of_targets() -> impl Iterator<Item = Entry> {
    section(
        Section::Targets,
        [
            route("/targets", targets::list::get, &["/targets", "/targets?build_tag=f40-build"])
                .titled("Targets")
                .shows(&["getBuildTargets"]),
            route("/targets/{target}", targets::show::get, &["/targets/f40", "/targets/f40?open=activity"])
                .shows(&["getBuildTarget", "getRepo"]),
            route(
                "/targets/{target}/contains",
                targets::contains::get,
                &["/targets/f40/contains", "/targets/f41/contains?build=bash-6.13-1.fc41"],
            )
            .waves(3)
            .not_indexed(),
        ],
    )
}

fn of_hosts() -> impl Iterator<Item = Entry> {
    section(
        Section::Hosts,
        [
            route("/hosts", hosts::list::get, &["/hosts?state=all", "/hosts?channel=1&state=ready"])
                .titled("Hosts")
                .shows(&["listHosts"]),
            route("/hosts/{host}", hosts::show::get, &["/hosts/1", "/hosts/1?buildroots=yes"]).shows(&["getHost"]),
            route("/channels", channels::list::get, &["/channels"])
                .titled("Channels")
                .about("which hosts do which tasks")
                .shows(&["listChannels"]),
            route("/channels/{channel}", channels::show::get, &["/channels/default"]).shows(&["getChannel"]),
        ],
    )
}

fn of_users() -> impl Iterator<Item = Entry> {
    section(
        Section::Users,
        [
            route("/users", users::list::get, &["/users", "/users?type=groups", "/users?prefix=k", "/users?perm=tag"])
                .titled("Users")
                .shows(&["listUsers"]),
            route("/users/{user}", users::show::get, &["/users/jane", "/users/90"]).shows(&[
                "getGroupMembers",
                "getUser",
                "getUserGroups",
                "getUserPerms",
            ]),
        ],
    )
}

fn of_the_hub() -> impl Iterator<Item = Entry> {
    let lists = [
        route("/hub", hub::show::get, &["/hub"]).titled("Hub").shows(&["getKojiVersion"]),
        route("/api", api::list::get, &["/api", "/api?q=task"])
            .titled("API")
            .about("the methods that it has, with their documentation")
            .shows(&["_listapi"]),
        route("/api/{method}", api::show::get, &["/api/listTagged", "/api/getBuild?args=[52346]"]),
        route("/openapi", openapi::show::get, &["/openapi"])
            .titled("For programs")
            .about("all addresses of JSON, with their parameters, as OpenAPI")
            .form(),
        route("/repos", repos::list::get, &["/repos", "/repos?tag=f40-build", "/repos?state=ready&dist=yes"])
            .titled("Repos")
            .about("what builds are made from")
            .shows(&["repo.query"]),
        route("/repos/{repo}", repos::show::get, &["/repos/10000035", "/repos/10000045?buildroots=yes"])
            .shows(&["getEvent", "repoInfo"]),
        route("/repos/{repo}/changes", repos::changes::get, &["/repos/10000035/changes"]).waves(3).not_indexed(),
        route(
            "/repo-requests",
            repo_requests::list::get,
            &["/repo-requests", "/repo-requests?state=all", "/repo-requests?state=ended&tag=f40-build&priority=20"],
        )
        .titled("Requests for repos")
        .about("who waits for a repo")
        .shows(&["repo.queryQueue"])
        .needs(&feature::REPO_REQUESTS),
        route("/repo-requests/{repo_request}", repo_requests::show::get, &["/repo-requests/2998"])
            .needs(&feature::REPO_REQUESTS),
        route("/external-repos", external_repos::list::get, &["/external-repos"])
            .titled("External repos")
            .about("what builds may use from elsewhere")
            .shows(&["listExternalRepos", "getTagExternalRepos"]),
        route("/external-repos/{external_repo}", external_repos::show::get, &["/external-repos/bootstrap"])
            .shows(&["getExternalRepo"]),
        route("/volumes", hub::list::volumes, &["/volumes"])
            .titled("Volumes")
            .about("where the files of builds are")
            .shows(&["listVolumes"]),
        route("/permissions", hub::list::permissions, &["/permissions"])
            .titled("Permissions")
            .about("what users can be allowed to do")
            .shows(&["getAllPerms"]),
        route("/content-generators", hub::list::content_generators, &["/content-generators"])
            .titled("Content generators")
            .about("what imports builds that were made elsewhere, and who may do so")
            .shows(&["listCGs"]),
        route("/btypes", hub::list::btypes, &["/btypes"])
            .titled("Build types")
            .about("what builds can be")
            .shows(&["listBTypes"]),
        route("/archive-types", hub::list::archive_types, &["/archive-types"])
            .titled("Archive types")
            .about("what files of builds that are no rpms can be")
            .shows(&["getArchiveTypes"]),
    ];
    section(Section::Hub, lists)
}
