//! The part of the route table that is about contents: rpms, archives, and the buildroots that they were in.

use super::entry::{Entry, route, section};
use crate::pages::{archives, buildroots, rpms};
use crate::web::Section;

pub(super) fn of_rpms_and_archives() -> impl Iterator<Item = Entry> {
    section(
        Section::Builds,
        [
            route("/archives", archives::list::get, &["/archives"]).form().not_indexed(),
            route(
                "/archives/{archive}",
                archives::show::get,
                &["/archives/1047560", "/archives/1047560?open=files", "/archives/1047560?open=buildroots"],
            )
            .not_indexed()
            .shows(&["getArchive"]),
            route(
                "/archives/{archive}/files",
                archives::files::get,
                &["/archives/1047560/files", "/archives/1047560/files?order=-size"],
            )
            .not_indexed()
            .shows(&["listArchiveFiles"]),
            route(
                "/archives/{archive}/file",
                archives::file::get,
                &["/archives/1047560/file?path=layer/usr/share/file%200%20%3C%26%3E.txt"],
            )
            .not_indexed()
            .shows(&["getArchiveFile"]),
            route("/archives/{archive}/rpms", archives::rpms::get, &["/archives/1047560/rpms"]).not_indexed(),
            route("/archives/{archive}/archives", archives::inside::get, &["/archives/1047560/archives"])
                .waves(3)
                .not_indexed(),
            route("/rpms", rpms::list::get, &["/rpms"]).form().not_indexed(),
            route(
                "/rpms/{rpm}",
                rpms::show::get,
                &[
                    "/rpms/bash-6.13-1.fc41.x86_64",
                    "/rpms/900000001",
                    "/rpms/26173001?open=description",
                    "/rpms/26173001?open=dependencies",
                    "/rpms/26173001?open=files",
                    "/rpms/26173001?open=changelog",
                    "/rpms/26173001?open=buildroots",
                ],
            )
            .not_indexed()
            .shows(&["getRPM", "getRPMDeps", "getRPMHeaders", "queryRPMSigs"]),
            route("/rpms/{rpm}/files", rpms::files::get, &["/rpms/26173001/files", "/rpms/26173001/files?order=-size"])
                .not_indexed()
                .shows(&["listRPMFiles"]),
            route("/rpms/{rpm}/file", rpms::file::get, &["/rpms/26173001/file?path=/usr/bin/bash"])
                .not_indexed()
                .shows(&["getRPMFile"]),
        ],
    )
}

pub(super) fn of_buildroots() -> impl Iterator<Item = Entry> {
    section(
        Section::Hosts,
        [
            route("/buildroots", buildroots::list::get, &["/buildroots", "/buildroots?state=building&host=1"])
                .titled("Buildroots")
                .about("where tasks built and what was installed there")
                .shows(&["listBuildroots"]),
            route("/buildroots/{buildroot}", buildroots::show::get, &["/buildroots/295522", "/buildroots/200377"])
                .not_indexed()
                .shows(&["getBuildroot"]),
            route(
                "/buildroots/{buildroot}/rpms",
                buildroots::rpms::get,
                &["/buildroots/295522/rpms", "/buildroots/295522/rpms?built=yes"],
            )
            .not_indexed()
            .shows(&["listRPMs"]),
            route(
                "/buildroots/{buildroot}/compare",
                buildroots::compare::get,
                &["/buildroots/295522/compare?with=295218", "/buildroots/295522/compare", "/buildroots/200377/compare"],
            )
            .waves(5)
            .not_indexed()
            .shows(&["getBuildrootListing"]),
            route(
                "/buildroots/{buildroot}/archives",
                buildroots::archives::get,
                &["/buildroots/200377/archives", "/buildroots/200377/archives?built=yes"],
            )
            .waves(3)
            .not_indexed(),
        ],
    )
}
