//! kojiweb's addresses, and where each leads.

use super::Destination;
use crate::urls::BasePath;
use crate::web::Routes;

/// Where an address leads: a page, or the page of a file.
fn leads(address: &str, is_outside: bool) -> Option<String> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let routes: Routes = std::iter::empty().collect();
    let url = match super::destination(path, query, is_outside, &routes)? {
        Destination::Page(url) => url,
        Destination::HostOf(user) => return Some(format!("host of {user}")),
        Destination::File(file) => file.page(),
        Destination::Acting(page) => return Some(page.command),
        Destination::Unnamed { .. } => return None,
    };
    Some(url.below(&BasePath::default()))
}

#[test]
fn outside_of_the_base_path_only_kojiweb_is() {
    for (theirs, address) in [
        ("/koji/taskinfo?taskID=1", Some("/tasks/1")),
        ("/koji/builds", Some("/builds")),
        ("/", Some("/")),
        ("/koji", Some("/")),
        ("/builds", None),
        ("/builds/", None),
        ("/nothing/", None),
    ] {
        assert_eq!(leads(theirs, true).as_deref(), address, "{theirs}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn kojiweb_addresses_lead_on() {
    for (theirs, address) in [
        ("/buildinfo?buildID=150120", Some("/builds/150120")),
        ("/koji/buildinfo?buildID=bash-5.2-1.fc40", Some("/builds/bash-5.2-1.fc40")),
        ("/koji/buildinfo/anything?buildID=1", Some("/builds/1")),
        ("/koji/buildinfo?buildID=1&buildID=2", Some("/builds/1")),
        ("/koji/buildinfo", None),
        ("/koji/builds", Some("/builds")),
        (
            "/builds?userID=10&state=3&order=-build_id&start=50",
            Some("/builds?user=10&state=failed&order=-build_id&offset=50"),
        ),
        ("/koji/builds?tagID=f40&latest=0&inherited=1&type=all&start=0", Some("/builds?tag=f40&latest=no")),
        ("/builds?state=all&packageID=a%2Bb", Some("/builds?package=a%2Bb")),
        ("/builds?state=failed&user=x", None),
        ("/builds?offset=50", None),
        ("/builds/", Some("/builds")),
        ("/builds/1/?x=1", Some("/builds/1?x=1")),
        ("/tasks/1//", Some("/tasks/1")),
        ("//evil.example.org/", Some("/evil.example.org")),
        ("/koji", Some("/")),
        ("/kojira", None),
        ("/builds?state=99", None),
        ("/koji/builds?state=99", Some("/builds?state=99")),
        ("/koji/tasks?state=nope&view=foo&owner=jane", Some("/tasks?user=jane&state=nope&view=foo")),
        ("/koji/buildroots?state=9", Some("/buildroots?state=9")),
        ("/koji/search?terms=libstdc%2B%2B+x&type=package", Some("/search?q=libstdc%2B%2B+x&type=package")),
        ("/koji/tasks?order=-owner", Some("/tasks?order=-owner")),
        ("/koji/builds?order=-nope", Some("/builds")),
        ("/koji/taginfo?tagID=3", Some("/tags/3")),
        ("/taginfo?tagID=lab-f40%2Bx/y&all=1", Some("/tags/lab-f40%2Bx%2Fy")),
        ("/taginfo", None),
        ("/koji/tags", Some("/tags")),
        ("/tags?start=50&order=-id", Some("/tags?order=-id&offset=50")),
        ("/tags?childID=7", Some("/tags")),
        ("/tags?order=-id", None),
        ("/tags/f40/packages?order=-package_id", None),
        (
            "/packages?tagID=f40&userID=jane&prefix=k&inherited=0&blocked=0&order=-owner_name&start=50",
            Some("/tags/f40/packages?owner=jane&prefix=k&inherited=no&blocked=no&order=-owner_name&offset=50"),
        ),
        ("/koji/packages?tagID=3&inherited=1&start=0", Some("/tags/3/packages")),
        ("/koji/packages", Some("/packages")),
        ("/packages", None),
        ("/packages?prefix=k&order=-package_id", None),
        ("/packages?prefix=k&start=50&order=-package_id", Some("/packages?prefix=k&order=-package_id&offset=50")),
        ("/packages?userID=jane&blocked=0&order=tag_name", Some("/packages?owner=jane&blocked=no&order=tag_name")),
        ("/packages?prefix=k&inherited=1&blocked=1", Some("/packages?prefix=k")),
        ("/packages?owner=jane&blocked=no", None),
        ("/koji/packageinfo?packageID=7", Some("/packages/7")),
        ("/packageinfo?packageID=a%2Bb", Some("/packages/a%2Bb")),
        ("/packageinfo", None),
        ("/koji/users", Some("/users")),
        ("/users?order=-id", None),
        ("/koji/users?prefix=k&order=-id&start=50", Some("/users?prefix=k&order=-id&offset=50")),
        ("/koji/userinfo?userID=801&packageOrder=x", Some("/users/801")),
        ("/userinfo?userID=%C5%BEofie", Some("/users/%C5%BEofie")),
        ("/koji/buildtargets?start=50&order=-name", Some("/targets?order=-name&offset=50")),
        ("/buildtargetinfo?targetID=7", Some("/targets/7")),
        ("/koji/buildtargetinfo?name=f40%2Bx", Some("/targets/f40%2Bx")),
        ("/buildtargetinfo", None),
        ("/koji/", Some("/")),
        ("/koji/search", Some("/search")),
        (
            "/search?terms=a*%2B&type=rpm&match=glob&start=50&order=id",
            Some("/search?q=a*%2B&type=rpm&order=id&offset=50"),
        ),
        ("/koji/search?terms=%5Ea&type=tag&match=regexp", Some("/search?q=%5Ea&type=tag&match=regexp")),
        ("/search?q=a&type=tag", None),
        ("/koji/hostinfo?hostID=43", Some("/hosts/43")),
        ("/hostinfo?hostID=a.example.org&userID=7", Some("/hosts/a.example.org")),
        ("/hostinfo?userID=810", Some("host of 810")),
        ("/hostinfo?userID=a.example.org", Some("/hosts/a.example.org")),
        ("/hostinfo", None),
        ("/koji/channelinfo?channelID=1", Some("/channels/1")),
        ("/koji/hosts", Some("/hosts")),
        ("/koji/hosts?state=all&channel=all&arch=all", Some("/hosts?state=all")),
        ("/hosts?start=50&order=-last_update", Some("/hosts?order=-update_ts&offset=50")),
        ("/koji/hosts?state=enabled&ready=no&arch=s390x", Some("/hosts?ready=no&arch=s390x")),
        ("/hosts?ready=yes&channel=a%2Bb&order=channels", Some("/hosts?ready=yes&channel=a%2Bb")),
        ("/hosts?state=disabled&ready=all", Some("/hosts?state=disabled")),
        ("/hosts?state=ready&arch=x86_64&order=-update_ts", None),
        ("/hosts", None),
        ("/koji/repoinfo?repoID=7", Some("/repos/7")),
        ("/koji/rpminfo?rpmID=7&fileOrder=name&buildrootOrder=-id", Some("/rpms/7")),
        ("/rpminfo?rpmID=a-1-1.src", Some("/rpms/a-1-1.src")),
        ("/rpminfo?rpmID=7&fileOrder=-size&fileStart=50", Some("/rpms/7/files?order=-size&offset=50")),
        ("/koji/fileinfo?rpmID=7&filename=/usr/bin/a%20b", Some("/rpms/7/file?path=%2Fusr%2Fbin%2Fa%20b")),
        ("/koji/fileinfo?rpmID=7", Some("/rpms/7")),
        ("/fileinfo", None),
        ("/koji/buildrootinfo?buildrootID=7", Some("/buildroots/7")),
        (
            "/koji/buildroots?repoID=7&state=2&start=50&order=-id",
            Some("/buildroots?state=building&repo=7&order=-id&offset=50"),
        ),
        ("/koji/buildroots?repoID=x&state=all", Some("/buildroots")),
        ("/rpmlist?buildrootID=7&type=component&order=-nvr", Some("/buildroots/7/rpms?order=-nvr")),
        ("/koji/rpmlist?buildrootID=7&type=built&start=50", Some("/buildroots/7/rpms?built=yes&offset=50")),
        ("/koji/rpmlist", None),
        ("/koji/rpmlist?imageID=7&type=image&order=-id", Some("/archives/7/rpms")),
        ("/koji/archiveinfo?archiveID=7", Some("/archives/7")),
        ("/archiveinfo", None),
        ("/fileinfo?archiveID=7&filename=a/b%20%3C%26%3E", Some("/archives/7/file?path=a%2Fb%20%3C%26%3E")),
        ("/koji/fileinfo?archiveID=7", Some("/archives/7")),
        ("/koji/archivelist?buildrootID=7&type=component&start=50", Some("/buildroots/7/archives?offset=50")),
        (
            "/archivelist?buildrootID=7&type=built&order=-filename",
            Some("/buildroots/7/archives?built=yes&order=-filename"),
        ),
        ("/archivelist?imageID=7&type=image", Some("/archives/7/archives")),
        ("/buildroots?state=building&host=1", None),
        ("/koji/reporequest?reqID=7", Some("/repo-requests/7")),
        ("/koji/reporequests", Some("/repo-requests")),
        ("/koji/reporequests?active=all&tag=39&start=50", Some("/repo-requests?state=all&tag=39&offset=50")),
        ("/reporequests?active=0&order=-priority", Some("/repo-requests?state=ended&order=-priority")),
        ("/koji/externalrepoinfo?extrepoID=a/b", Some("/external-repos/a%2Fb")),
        ("/koji/api", Some("/api")),
        ("/api?q=task", None),
        ("/index", Some("/")),
        ("/koji/taskinfo?taskID=499754", Some("/tasks/499754")),
        (
            "/tasks?owner=jane&state=all&view=flat&method=all&start=50",
            Some("/tasks?user=jane&state=all&view=flat&offset=50"),
        ),
        ("/koji/tasks?hostID=7&channelID=2&order=-id", Some("/tasks?host=7&channel=2&order=-id")),
        ("/tasks?state=failed&method=build", None),
        ("/koji/watchlogs?taskID=7", Some("/tasks/7/logs")),
        ("/koji/watchlogs", None),
        ("/getfile?taskID=7&name=build.log&volume=DEFAULT&offset=-4000", Some("/tasks/7/logs/build.log?end=yes#end")),
        (
            "/koji/getfile?taskID=7&name=a%20b%2Fx.log&volume=v1&offset=12",
            Some("/tasks/7/logs/a%20b/x.log?volume=v1&at=12"),
        ),
        ("/koji/getfile?taskID=7&name=x.rpm", Some("/tasks/7")),
        ("/koji/getfile?taskID=x&name=x.log", Some("/tasks/x")),
    ] {
        assert_eq!(leads(theirs, false).as_deref(), address, "{theirs}");
    }
}
