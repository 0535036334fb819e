//! Every page of kojiweb by its addresses, and where each leads.

use std::collections::BTreeMap;
use std::sync::Arc;

use kojiview::demo::{Demo, Settings};
use kojiview::hub::Limits;

use self::Expected::{Gone, Nothing, Own, To, Via};
use super::harness::{Answer, Site, demo, listen};

/// What is at an address of kojiweb's.
#[derive(Debug, Clone, Copy)]
enum Expected {
    /// It leads to this address at once, which is a page. A file of the hub, on another site, begins so.
    To(&'static str),
    /// It is an address of ours too, a page by itself; below `/koji/` it leads to this one.
    Own(&'static str),
    /// It leads to the first, and from there on to the second, as kojiweb too sends its reader on.
    Via(&'static str, &'static str),
    /// Something is changed there: the page names the command for it.
    Gone(&'static str),
    /// It does not say of what: there is no such page.
    Nothing,
}

/// The page functions of kojiweb.
const FUNCTIONS: [&str; 63] = [
    "index",
    "login",
    "logout",
    "notificationedit",
    "notificationcreate",
    "notificationdelete",
    "tasks",
    "taskinfo",
    "taskstatus",
    "resubmittask",
    "canceltask",
    "freetask",
    "getfile",
    "tags",
    "packages",
    "packageinfo",
    "taginfo",
    "tagcreate",
    "tagedit",
    "tagdelete",
    "tagparent",
    "externalrepoinfo",
    "buildinfo",
    "builds",
    "users",
    "userinfo",
    "rpminfo",
    "archiveinfo",
    "fileinfo",
    "cancelbuild",
    "hosts",
    "hostinfo",
    "hostedit",
    "disablehost",
    "enablehost",
    "channelinfo",
    "buildrootinfo",
    "rpmlist",
    "archivelist",
    "buildtargets",
    "buildtargetinfo",
    "buildtargetedit",
    "buildtargetcreate",
    "buildtargetdelete",
    "reports",
    "buildsbyuser",
    "rpmsbyhost",
    "packagesbyuser",
    "tasksbyhost",
    "tasksbyuser",
    "buildsbystatus",
    "buildsbytarget",
    "clusterhealth",
    "recentbuilds",
    "search",
    "api",
    "watchlogs",
    "repoinfo",
    "reporequest",
    "reporequests",
    "activesession",
    "activesessiondelete",
    "buildroots",
];

/// A function, an address of it below the place where kojiweb is, and what is there.
const ADDRESSES: &[(&str, &str, Expected)] = &[
    ("index", "", Own("/")),
    ("index", "index", To("/")),
    ("index", "index?packageOrder=-package_name", To("/")),
    ("index", "index?packageStart=10&buildOrder=-build_id", To("/")),
    ("login", "login", To("/")),
    ("login", "login?page=https://koji.example.org/koji/tasks", To("/")),
    ("login", "login?page=", To("/")),
    ("logout", "logout", To("/")),
    ("logout", "logout?page=https://evil.example.org/", To("/")),
    ("logout", "logout/anything?page=tasks", To("/")),
    ("notificationedit", "notificationedit?notificationID=7&a=0f1e", Gone("koji edit-notification")),
    (
        "notificationedit",
        "notificationedit?notificationID=7&save=Save&package=all&tag=30",
        Gone("koji edit-notification"),
    ),
    ("notificationedit", "notificationedit", Gone("koji edit-notification")),
    ("notificationcreate", "notificationcreate?a=0f1e", Gone("koji add-notification")),
    (
        "notificationcreate",
        "notificationcreate?add=Add&package=1&tag=all&success_only=on",
        Gone("koji add-notification"),
    ),
    ("notificationcreate", "notificationcreate", Gone("koji add-notification")),
    ("notificationdelete", "notificationdelete?notificationID=7&a=0f1e", Gone("koji remove-notification")),
    ("notificationdelete", "notificationdelete?notificationID=x", Gone("koji remove-notification")),
    ("notificationdelete", "notificationdelete", Gone("koji remove-notification")),
    ("tasks", "tasks", Own("/tasks")),
    ("tasks", "tasks?state=all&view=flat", Own("/tasks?state=all&view=flat")),
    ("tasks", "tasks?state=all&amp;view=flat", Own("/tasks?state=all&view=flat")),
    ("tasks", "tasks?state=failed&view=toplevel", Own("/tasks?state=failed&view=toplevel")),
    ("tasks", "tasks?state=all&method=buildArch&view=tree", Own("/tasks?state=all&method=buildArch")),
    ("tasks", "tasks?state=all&method=build", Own("/tasks?state=all&view=tree&method=build")),
    ("tasks", "tasks?method=all&view=toplevel", To("/tasks?view=toplevel")),
    ("tasks", "tasks?owner=jane", To("/tasks?user=jane")),
    ("tasks", "tasks?owner=4&state=FAILED&view=flat", To("/tasks?user=4&state=failed&view=flat")),
    ("tasks", "tasks?owner=jane&owner=dmitri", To("/tasks?user=jane")),
    ("tasks", "tasks?owner=jane&start=-50", To("/tasks?user=jane")),
    ("tasks", "tasks?owner=jane&start=x", To("/tasks?user=jane")),
    ("tasks", "tasks?owner=jane&order=id", To("/tasks?user=jane&order=id")),
    (
        "tasks",
        "tasks?owner=jane&state=all&view=flat&method=all&start=50",
        To("/tasks?user=jane&state=all&view=flat&offset=50"),
    ),
    ("tasks", "tasks?channelID=2", To("/tasks?channel=2&view=tree")),
    ("tasks", "tasks?channelID=default", To("/tasks?channel=default&view=tree")),
    ("tasks", "tasks?view=flat&channelID=2", To("/tasks?channel=2")),
    ("tasks", "tasks?hostID=7", To("/tasks?host=7")),
    ("tasks", "tasks?hostID=7&view=tree", To("/tasks?host=7")),
    ("tasks", "tasks?hostID=7&view=toplevel", To("/tasks?host=7&view=toplevel")),
    (
        "tasks",
        "tasks?hostID=buildvm-x86-01.example.org&state=all&order=-id&start=0",
        To("/tasks?host=buildvm-x86-01.example.org&state=all&order=-id"),
    ),
    ("taskinfo", "taskinfo?taskID=1306194", To("/tasks/1306194")),
    ("taskinfo", "taskinfo?taskid=1306194", To("/tasks/1306194")),
    ("taskinfo", "taskinfo?taskID=1305520&taskID=1306194", To("/tasks/1305520")),
    ("taskinfo", "taskinfo?x=1&amp;taskID=1305520", To("/tasks/1305520")),
    ("taskinfo", "taskinfo/anything?taskID=1305520", To("/tasks/1305520")),
    ("taskinfo", "taskinfo", Nothing),
    ("taskstatus", "taskstatus?taskID=1306194", To("/tasks/1306194/status.txt")),
    ("taskstatus", "taskstatus?taskID=1305520", To("/tasks/1305520/status.txt")),
    ("taskstatus", "taskstatus?taskid=1306404", To("/tasks/1306404/status.txt")),
    ("resubmittask", "resubmittask?taskID=1305520&a=0f1e", Gone("koji resubmit")),
    ("resubmittask", "resubmittask?taskID=x", Gone("koji resubmit")),
    ("resubmittask", "resubmittask", Gone("koji resubmit")),
    ("canceltask", "canceltask?taskID=1306400&a=0f1e", Gone("koji cancel")),
    ("canceltask", "canceltask?taskID=1306400", Gone("koji cancel")),
    ("canceltask", "canceltask", Gone("koji cancel")),
    ("freetask", "freetask?taskID=1306400&a=0f1e", Gone("koji free-task")),
    ("freetask", "freetask?taskID=1306400", Gone("koji free-task")),
    ("freetask", "freetask", Gone("koji free-task")),
    ("getfile", "getfile?taskID=1306194&name=build.log&offset=-4000", To("/tasks/1306194/logs/build.log?end=yes#end")),
    ("getfile", "getfile?taskID=1305522&name=build.log", To("/tasks/1305522/logs/build.log")),
    (
        "getfile",
        "getfile?taskID=1305522&name=build.log&volume=DEFAULT&offset=12",
        To("/tasks/1305522/logs/build.log?at=12"),
    ),
    (
        "getfile",
        "getfile?taskID=1305522&name=x.rpm",
        To("https://files.example.org/kojifiles/work/tasks/5522/1305522/x.rpm"),
    ),
    (
        "getfile",
        "getfile?taskID=1305522&name=x.rpm&volume=v1",
        To("https://files.example.org/kojifiles/vol/v1/work/tasks/"),
    ),
    ("tags", "tags", Own("/tags")),
    ("tags", "tags?order=-id", Own("/tags?order=-id")),
    ("tags", "tags?start=0&order=-name", To("/tags?order=-name")),
    ("tags", "tags?start=0&childID=30", To("/tags")),
    ("tags", "tags?start=10&order=-id", To("/tags?order=-id&offset=10")),
    ("packages", "packages", Own("/packages")),
    ("packages", "packages?prefix=k", Own("/packages?prefix=k")),
    ("packages", "packages?prefix=k&inherited=1&blocked=1", To("/packages?prefix=k")),
    ("packages", "packages?start=50", To("/packages?offset=50")),
    ("packages", "packages?userID=jane", To("/packages?owner=jane")),
    ("packages", "packages?userID=4&blocked=0&order=tag_name", To("/packages?owner=4&blocked=no&order=tag_name")),
    ("packages", "packages?tagID=30", To("/tags/30/packages")),
    (
        "packages",
        "packages?tagID=f40&inherited=0&order=-package_name",
        To("/tags/f40/packages?inherited=no&order=-package_name"),
    ),
    (
        "packages",
        "packages?tagID=f40-build&userID=jane&prefix=k&blocked=0",
        To("/tags/f40-build/packages?owner=jane&prefix=k&blocked=no"),
    ),
    ("packageinfo", "packageinfo?packageID=bash", To("/packages/bash")),
    ("packageinfo", "packageinfo?packageID=bash&packageID=kernel", To("/packages/bash")),
    (
        "packageinfo",
        "packageinfo?packageID=bash&buildStart=10",
        To("/builds?package=bash&order=-completion_time&offset=10"),
    ),
    ("packageinfo", "packageinfo?packageID=bash&buildOrder=nvr", To("/builds?package=bash&order=nvr")),
    ("packageinfo", "packageinfo?packageID=bash&buildOrder=-completion_time", To("/packages/bash")),
    ("packageinfo", "packageinfo?packageID=bash&tagOrder=-name", To("/packages/bash/tags?order=-name")),
    (
        "packageinfo",
        "packageinfo?packageID=bash&tagOrder=-name&tagStart=2",
        To("/packages/bash/tags?order=-name&offset=2"),
    ),
    ("packageinfo", "packageinfo?packageID=bash&tagOrder=name&tagStart=0&buildStart=0", To("/packages/bash")),
    ("taginfo", "taginfo?tagID=30", To("/tags/30")),
    ("taginfo", "taginfo?tagID=f40-build&all=1", To("/tags/f40-build")),
    ("taginfo", "taginfo?tagID=71", To("/tags/71")),
    ("taginfo", "taginfo?tagid=f40&tagid=f41", To("/tags/f40")),
    ("taginfo", "taginfo?tagID=c%2B%2B%2Fodd%2Bname&childID=30", To("/tags/c%2B%2B%2Fodd%2Bname")),
    ("tagcreate", "tagcreate?a=0f1e", Gone("koji add-tag")),
    ("tagcreate", "tagcreate?add=Add&name=f42&arches=x86_64&permission=none", Gone("koji add-tag")),
    ("tagcreate", "tagcreate", Gone("koji add-tag")),
    ("tagedit", "tagedit?tagID=30&a=0f1e", Gone("koji edit-tag")),
    ("tagedit", "tagedit?tagID=30&save=Save&name=f40&locked=on", Gone("koji edit-tag")),
    ("tagedit", "tagedit", Gone("koji edit-tag")),
    ("tagdelete", "tagdelete?tagID=30&a=0f1e", Gone("koji remove-tag")),
    ("tagdelete", "tagdelete?tagID=f40", Gone("koji remove-tag")),
    ("tagdelete", "tagdelete", Gone("koji remove-tag")),
    ("tagparent", "tagparent?tagID=40&parentID=30&action=add&a=0f1e", Gone("koji add-tag-inheritance")),
    ("tagparent", "tagparent?tagID=40&parentID=30&action=edit&save=Save&priority=5", Gone("koji edit-tag-inheritance")),
    ("tagparent", "tagparent?tagID=40&parentID=30&action=remove", Gone("koji remove-tag-inheritance")),
    ("externalrepoinfo", "externalrepoinfo?extrepoID=bootstrap", To("/external-repos/bootstrap")),
    ("externalrepoinfo", "externalrepoinfo?extrepoID=1", To("/external-repos/1")),
    ("externalrepoinfo", "externalrepoinfo?extrepoID=vendor&extrepoID=1", To("/external-repos/vendor")),
    ("buildinfo", "buildinfo?buildID=52346", To("/builds/52346")),
    ("buildinfo", "buildinfo?buildid=52346", To("/builds/52346")),
    ("buildinfo", "buildinfo?buildID=52346&buildID=52288", To("/builds/52346")),
    ("buildinfo", "buildinfo?buildID=bash-6.13-1.fc41", To("/builds/bash-6.13-1.fc41")),
    ("buildinfo", "buildinfo/x/y?buildID=52288", To("/builds/52288")),
    ("buildinfo", "buildinfo?x&buildID=52346", To("/builds/52346")),
    ("buildinfo", "buildinfo?buildID&x", Nothing),
    ("builds", "builds", Own("/builds")),
    ("builds", "builds?prefix=b", Own("/builds?prefix=b")),
    ("builds", "builds?state=3", To("/builds?state=failed")),
    ("builds", "builds?state=all&start=-1", To("/builds")),
    ("builds", "builds?start=50&order=-build_id", To("/builds?order=-build_id&offset=50")),
    ("builds", "builds?userID=jane&userID=dmitri", To("/builds?user=jane")),
    ("builds", "builds?userID=4&state=1&type=rpm&prefix=b", To("/builds?user=4&state=complete&type=rpm&prefix=b")),
    ("builds", "builds?packageID=bash&type=all&order=nvr", To("/builds?package=bash&order=nvr")),
    ("builds", "builds?tagID=f40", To("/builds?tag=f40")),
    ("builds", "builds?tagID=30&latest=0&inherited=0&start=0", To("/builds?tag=30&latest=no&inherited=no")),
    ("builds", "builds?tagID=f40&latest=1&inherited=1&order=tag_name", To("/builds?tag=f40&order=tag_name")),
    ("users", "users", Own("/users")),
    ("users", "users?prefix=k&order=-id", Own("/users?prefix=k&order=-id")),
    ("users", "users?start=0&order=-name", To("/users?order=-name")),
    ("users", "users?prefix=j&start=0", To("/users?prefix=j")),
    ("userinfo", "userinfo?userID=jane", To("/users/jane")),
    ("userinfo", "userinfo?userID=4", To("/users/4")),
    ("userinfo", "userinfo?userID=jane&packageOrder=package_name&buildOrder=-completion_time", To("/users/jane")),
    ("userinfo", "userinfo?userID=jane&packageStart=0&buildStart=0", To("/users/jane")),
    ("userinfo", "userinfo?userID=jane&buildStart=10", To("/builds?user=jane&order=-completion_time&offset=10")),
    ("userinfo", "userinfo?userID=jane&buildOrder=nvr", To("/builds?user=jane&order=nvr")),
    (
        "userinfo",
        "userinfo?userID=jane&packageOrder=tag_name&packageStart=10",
        To("/packages?owner=jane&order=tag_name&offset=10"),
    ),
    (
        "userinfo",
        "userinfo?userID=%C5%BEofie.k%C5%99%C3%AD%C5%BEov%C3%A1",
        To("/users/%C5%BEofie.k%C5%99%C3%AD%C5%BEov%C3%A1"),
    ),
    ("rpminfo", "rpminfo?rpmID=26173001", To("/rpms/26173001")),
    ("rpminfo", "rpminfo?rpmID=900000001", To("/rpms/900000001")),
    ("rpminfo", "rpminfo?rpmID=26173001&fileOrder=name&buildrootOrder=-id&fileStart=0", To("/rpms/26173001")),
    ("rpminfo", "rpminfo?rpmID=26173001&fileOrder=-size", To("/rpms/26173001/files?order=-size")),
    ("rpminfo", "rpminfo?rpmID=26173001&fileStart=1", To("/rpms/26173001/files?offset=1")),
    ("archiveinfo", "archiveinfo?archiveID=1047560", To("/archives/1047560")),
    ("archiveinfo", "archiveinfo?archiveid=1047561", To("/archives/1047561")),
    (
        "archiveinfo",
        "archiveinfo?archiveID=1047560&fileOrder=name&fileStart=0&buildrootStart=0",
        To("/archives/1047560"),
    ),
    ("fileinfo", "fileinfo?rpmID=26173001&filename=/usr/bin/bash", To("/rpms/26173001/file?path=%2Fusr%2Fbin%2Fbash")),
    (
        "fileinfo",
        "fileinfo?archiveID=1047560&filename=layer/usr/share/file%200%20%3C%26%3E.txt",
        To("/archives/1047560/file?path=layer%2Fusr%2Fshare%2Ffile%200%20%3C%26%3E.txt"),
    ),
    ("fileinfo", "fileinfo?rpmID=26173001", To("/rpms/26173001")),
    ("fileinfo", "fileinfo?archiveID=1047560", To("/archives/1047560")),
    ("fileinfo", "fileinfo?filename=/usr/bin/bash", Nothing),
    ("cancelbuild", "cancelbuild?buildID=52346&a=0f1e", Gone("koji cancel")),
    ("cancelbuild", "cancelbuild?buildID=52346", Gone("koji cancel")),
    ("cancelbuild", "cancelbuild", Gone("koji cancel")),
    ("hosts", "hosts", Own("/hosts")),
    ("hosts", "hosts?state=all", Own("/hosts?state=all")),
    ("hosts", "hosts?state=all&ready=no", Own("/hosts?state=all&ready=no")),
    ("hosts", "hosts?ready=yes", Own("/hosts?ready=yes")),
    ("hosts", "hosts?state=disabled", Own("/hosts?state=disabled")),
    ("hosts", "hosts?channel=all&arch=all&ready=all&start=0", To("/hosts")),
    ("hosts", "hosts?state=all&channel=image&arch=aarch64&start=0", To("/hosts?state=all&channel=image&arch=aarch64")),
    ("hosts", "hosts?start=0&order=-last_update", To("/hosts?order=-update_ts")),
    ("hosts", "hosts?start=0&order=-capacity", To("/hosts?order=-capacity")),
    ("hostinfo", "hostinfo?hostID=1", To("/hosts/1")),
    ("hostinfo", "hostinfo?hostID=buildvm-x86-01.example.org&userID=502", To("/hosts/buildvm-x86-01.example.org")),
    ("hostinfo", "hostinfo?userID=buildvm-x86-01.example.org", To("/hosts/buildvm-x86-01.example.org")),
    ("hostinfo", "hostinfo?userID=502", To("/hosts/buildvm-x86-02.example.org")),
    ("hostinfo", "hostinfo", Nothing),
    ("hostedit", "hostedit?hostID=1&a=0f1e", Gone("koji edit-host")),
    ("hostedit", "hostedit?hostID=1&save=Save&capacity=4.0&channels=default&channels=image", Gone("koji edit-host")),
    ("hostedit", "hostedit", Gone("koji edit-host")),
    ("disablehost", "disablehost?hostID=1&a=0f1e", Gone("koji disable-host")),
    ("disablehost", "disablehost?hostID=1", Gone("koji disable-host")),
    ("disablehost", "disablehost", Gone("koji disable-host")),
    ("enablehost", "enablehost?hostID=8&a=0f1e", Gone("koji enable-host")),
    ("enablehost", "enablehost?hostID=8", Gone("koji enable-host")),
    ("enablehost", "enablehost", Gone("koji enable-host")),
    ("channelinfo", "channelinfo?channelID=7", To("/channels/7")),
    ("channelinfo", "channelinfo?channelID=2&channelID=1", To("/channels/2")),
    ("channelinfo", "channelinfo?channelid=default", To("/channels/default")),
    ("buildrootinfo", "buildrootinfo?buildrootID=295522", To("/buildroots/295522")),
    ("buildrootinfo", "buildrootinfo?buildrootID=200377", To("/buildroots/200377")),
    ("buildrootinfo", "buildrootinfo?buildrootID=295218&buildrootID=1", To("/buildroots/295218")),
    ("rpmlist", "rpmlist?buildrootID=295522&type=component", To("/buildroots/295522/rpms")),
    ("rpmlist", "rpmlist?type=built&buildrootID=295522&start=0", To("/buildroots/295522/rpms?built=yes")),
    ("rpmlist", "rpmlist?buildrootID=295522&type=component&order=-nvr", To("/buildroots/295522/rpms?order=-nvr")),
    ("rpmlist", "rpmlist?imageID=1047560&type=image", To("/archives/1047560/rpms")),
    ("rpmlist", "rpmlist?type=image", Nothing),
    ("archivelist", "archivelist?buildrootID=200377&type=component", To("/buildroots/200377/archives")),
    (
        "archivelist",
        "archivelist?buildrootID=200377&type=built&order=-filename",
        To("/buildroots/200377/archives?built=yes&order=-filename"),
    ),
    ("archivelist", "archivelist?imageID=1047560&type=image&start=-1", To("/archives/1047560/archives")),
    ("buildtargets", "buildtargets", To("/targets")),
    ("buildtargets", "buildtargets?order=-name", To("/targets?order=-name")),
    ("buildtargets", "buildtargets?start=5&order=id", To("/targets?order=id&offset=5")),
    ("buildtargetinfo", "buildtargetinfo?targetID=60", To("/targets/60")),
    ("buildtargetinfo", "buildtargetinfo?name=f40-candidate", To("/targets/f40-candidate")),
    ("buildtargetinfo", "buildtargetinfo?name=f40&targetID=61", To("/targets/61")),
    ("buildtargetedit", "buildtargetedit?targetID=60&a=0f1e", Gone("koji edit-target")),
    (
        "buildtargetedit",
        "buildtargetedit?targetID=60&save=Save&name=images&buildTag=30&destTag=30",
        Gone("koji edit-target"),
    ),
    ("buildtargetedit", "buildtargetedit", Gone("koji edit-target")),
    ("buildtargetcreate", "buildtargetcreate?a=0f1e", Gone("koji add-target")),
    ("buildtargetcreate", "buildtargetcreate?add=Add&name=f42&buildTag=30&destTag=30", Gone("koji add-target")),
    ("buildtargetcreate", "buildtargetcreate", Gone("koji add-target")),
    ("buildtargetdelete", "buildtargetdelete?targetID=60&a=0f1e", Gone("koji remove-target")),
    ("buildtargetdelete", "buildtargetdelete?targetID=60", Gone("koji remove-target")),
    ("buildtargetdelete", "buildtargetdelete", Gone("koji remove-target")),
    ("reports", "reports", Own("/reports")),
    ("reports", "reports?x=1", Own("/reports")),
    ("reports", "reports?order=name&start=50", Own("/reports")),
    ("buildsbyuser", "buildsbyuser", To("/reports/builds-by-user")),
    ("buildsbyuser", "buildsbyuser?order=name", To("/reports/builds-by-user?order=name")),
    ("buildsbyuser", "buildsbyuser?start=50&order=-builds", To("/reports/builds-by-user?offset=50")),
    ("rpmsbyhost", "rpmsbyhost", To("/reports/rpms-by-host")),
    ("rpmsbyhost", "rpmsbyhost?hostArch=ix86&rpmArch=noarch", To("/reports/rpms-by-host?arch=ix86&rpm_arch=noarch")),
    ("rpmsbyhost", "rpmsbyhost?start=50&order=-rpms", To("/reports/rpms-by-host?offset=50")),
    ("packagesbyuser", "packagesbyuser", To("/reports/packages-by-user")),
    ("packagesbyuser", "packagesbyuser?order=name", To("/reports/packages-by-user?order=name")),
    ("packagesbyuser", "packagesbyuser?start=50&order=-packages", To("/reports/packages-by-user?offset=50")),
    ("tasksbyhost", "tasksbyhost", To("/reports/tasks-by-host")),
    ("tasksbyhost", "tasksbyhost?hostArch=x86_64", To("/reports/tasks-by-host?arch=x86_64")),
    ("tasksbyhost", "tasksbyhost?start=50&order=-tasks", To("/reports/tasks-by-host?offset=50")),
    ("tasksbyuser", "tasksbyuser", To("/reports/tasks-by-user")),
    ("tasksbyuser", "tasksbyuser?order=name", To("/reports/tasks-by-user?order=name")),
    ("tasksbyuser", "tasksbyuser?start=50&order=-tasks", To("/reports/tasks-by-user?offset=50")),
    ("buildsbystatus", "buildsbystatus", To("/reports/builds-by-status")),
    ("buildsbystatus", "buildsbystatus?days=30", To("/reports/builds-by-status?days=30")),
    ("buildsbystatus", "buildsbystatus?days=-1", To("/reports/builds-by-status?days=all")),
    ("buildsbytarget", "buildsbytarget", To("/reports/builds-by-target")),
    ("buildsbytarget", "buildsbytarget?days=30&order=name", To("/reports/builds-by-target?days=30&order=name")),
    ("buildsbytarget", "buildsbytarget?days=-1&start=50", To("/reports/builds-by-target?days=all&offset=50")),
    ("clusterhealth", "clusterhealth", To("/reports/cluster-health")),
    ("clusterhealth", "clusterhealth?arch=x86_64", To("/reports/cluster-health?arch=x86_64")),
    ("clusterhealth", "clusterhealth?arch=__all__", To("/reports/cluster-health")),
    ("recentbuilds", "recentbuilds", Own("/recentbuilds")),
    ("recentbuilds", "recentbuilds?user=jane&package=bash", Own("/recentbuilds?user=jane&package=bash")),
    ("recentbuilds", "recentbuilds?tag=30", Own("/recentbuilds?tag=30")),
    ("search", "search", Own("/search")),
    ("search", "search?terms=f4*&type=tag&match=glob", To("/search?q=f4*&type=tag")),
    ("search", "search?terms=%5Ef4&type=tag&match=regexp", To("/search?q=%5Ef4&type=tag&match=regexp")),
    (
        "search",
        "search?terms=*a*&type=rpm&match=glob&start=50&order=id",
        To("/search?q=*a*&type=rpm&order=id&offset=50"),
    ),
    (
        "search",
        "search?terms=bash&type=package&match=exact",
        Via("/search?q=bash&type=package&match=exact", "/packages/bash"),
    ),
    ("api", "api", Own("/api")),
    ("api", "api?start=0", Own("/api")),
    ("api", "api?x=1&y=2", Own("/api")),
    ("watchlogs", "watchlogs?taskID=1306404", To("/tasks/1306404/logs")),
    ("watchlogs", "watchlogs?taskID=1305520&taskID=1306404", To("/tasks/1305520/logs")),
    ("watchlogs", "watchlogs?taskid=1306194", To("/tasks/1306194/logs")),
    ("watchlogs", "watchlogs", Nothing),
    ("repoinfo", "repoinfo?repoID=10000035", To("/repos/10000035")),
    ("repoinfo", "repoinfo?repoid=10000045", To("/repos/10000045")),
    ("repoinfo", "repoinfo?repoID=10000045&repoID=1", To("/repos/10000045")),
    ("reporequest", "reporequest?reqID=2998", To("/repo-requests/2998")),
    ("reporequest", "reporequest?reqid=2998", To("/repo-requests/2998")),
    ("reporequest", "reporequest?reqID=2998&reqID=1", To("/repo-requests/2998")),
    ("reporequests", "reporequests", To("/repo-requests")),
    ("reporequests", "reporequests?active=true&start=0", To("/repo-requests")),
    ("reporequests", "reporequests?active=all&tag=f40-build", To("/repo-requests?state=all&tag=f40-build")),
    ("reporequests", "reporequests?active=0&order=-priority", To("/repo-requests?state=ended&order=-priority")),
    ("activesession", "activesession", Gone("koji")),
    ("activesession", "activesession?order=-id", Gone("koji")),
    ("activesession", "activesession?start=50", Gone("koji")),
    ("activesessiondelete", "activesessiondelete?sessionID=7&a=0f1e", Gone("koji")),
    ("activesessiondelete", "activesessiondelete?sessionID=7", Gone("koji")),
    ("activesessiondelete", "activesessiondelete", Gone("koji")),
    ("buildroots", "buildroots?repoID=10000035&order=id", To("/buildroots?repo=10000035&order=id")),
    (
        "buildroots",
        "buildroots?repoID=10000035&state=3&order=-id",
        To("/buildroots?state=expired&repo=10000035&order=-id"),
    ),
    ("buildroots", "buildroots?state=2&order=-id", To("/buildroots?state=building&order=-id")),
    ("buildroots", "buildroots?order=-id", Own("/buildroots?order=-id")),
];

/// As a browser asks.
async fn browse(site: &Site, address: &str) -> Answer {
    site.ask("GET", address, &[("accept", "text/html")]).await
}

/// What is wrong with the answer at an address. Ours begin with the base path.
async fn wrong(site: &Site, asked: &str, base: &str, expected: Expected) -> Option<String> {
    let answer = browse(site, asked).await;
    let (status, location) = (answer.status.as_u16(), answer.header("location"));
    let got = format!("{asked}: {status} {location}");
    let target = match expected {
        To(target) | Own(target) | Via(target, _) => target,
        Gone(command) => {
            let is_named = answer.texts("main").concat().contains(command);
            return (status != 410 || !is_named).then(|| format!("{got}, not 410 with {command}"));
        }
        Nothing => return (status != 404).then(|| format!("{got}, not 404")),
    };
    if target.starts_with("https:") {
        return (status != 302 || !location.starts_with(target)).then(|| format!("{got}, not 302 {target}…"));
    }
    if status != 302 || location != format!("{base}{target}") {
        return Some(format!("{got}, not 302 {base}{target}"));
    }
    let there = browse(site, location).await;
    let (status, further) = (there.status.as_u16(), there.header("location"));
    if let Via(_, last) = expected {
        if !there.status.is_redirection() || further != format!("{base}{last}") {
            return Some(format!("{got}, and there {status} {further}, not {base}{last}"));
        }
        let status = browse(site, further).await.status;
        return (status != 200).then(|| format!("{got}, {further}, and there {status}"));
    }
    (status != 200).then(|| format!("{got}, and there {status} {further}"))
}

/// The same where kojiweb's addresses stand beside ours: what is ours is a page by itself.
async fn wrong_beside_ours(site: &Site, asked: &str, base: &str, expected: Expected) -> Option<String> {
    if !matches!(expected, Own(_)) {
        return wrong(site, asked, base, expected).await;
    }
    let answer = browse(site, asked).await;
    let (status, location) = (answer.status.as_u16(), answer.header("location"));
    (status != 200).then(|| format!("{asked}: {status} {location}, not 200"))
}

/// A site below a path that it shares with others, where kojiweb was before.
async fn below(base: &str) -> Site {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() });
    let hub = listen(demo.router()).await;
    Site::set(&hub, Limits::default(), Arc::new(move || demo.now()), |context| context.base = base.parse().unwrap())
}

#[tokio::test]
async fn every_address_leads_to_what_it_named() {
    const BASE: &str = "/koji";
    let (site, _) = demo().await;
    let below = below(BASE).await;
    let mut found = Vec::new();
    for (_, address, expected) in ADDRESSES {
        found.extend(wrong(&site, &format!("/koji/{address}"), "", *expected).await);
        found.extend(wrong_beside_ours(&site, &format!("/{address}"), "", *expected).await);
        let below_base = wrong_beside_ours(&below, &format!("{BASE}/{address}"), BASE, *expected).await;
        found.extend(below_base.map(|told| format!("below {BASE}: {told}")));
    }
    assert!(found.is_empty(), "{} wrong:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_function_has_addresses() {
    let mut counts: BTreeMap<&str, usize> = FUNCTIONS.iter().map(|function| (*function, 0)).collect();
    assert_eq!(counts.len(), FUNCTIONS.len(), "a function is named twice");
    for (function, address, _) in ADDRESSES {
        let page = address.split(['?', '/']).next().unwrap_or_default();
        assert_eq!(if page.is_empty() { "index" } else { page }, *function, "{address}");
        *counts.get_mut(function).unwrap_or_else(|| panic!("{address}: kojiweb has no {function}")) += 1;
    }
    let few: Vec<_> = counts.iter().filter(|(_, count)| **count < 3).collect();
    assert!(few.is_empty(), "{few:?}");
}
