//! The part of the route table that is about reports.

use super::entry::{Entry, route, section};
use crate::pages::reports;
use crate::web::Section;

pub(super) fn of_reports() -> impl Iterator<Item = Entry> {
    section(
        Section::Reports,
        [
            route("/reports", reports::list::get, &["/reports"]).titled("Reports").form(),
            route(
                "/reports/builds-by-user",
                reports::builds::by_user,
                &["/reports/builds-by-user", "/reports/builds-by-user?days=1&order=-failed"],
            )
            .titled("Builds by user")
            .about("who builds how much, and how much of it fails"),
            route("/reports/builds-by-status", reports::status::get, &["/reports/builds-by-status?days=30"])
                .titled("Builds by status")
                .about("how many builds succeeded, failed and were canceled"),
            route("/reports/builds-by-target", reports::builds::by_target, &["/reports/builds-by-target"])
                .titled("Builds by target")
                .about("what is built for which target"),
            route("/reports/builds-by-day", reports::days::get, &["/reports/builds-by-day"])
                .titled("Builds by day")
                .about("how many builds end each day, and the share of failures"),
            route("/reports/failing-packages", reports::builds::failing, &["/reports/failing-packages?days=14"])
                .titled("Failing packages")
                .about("the packages that failed most this week"),
            route(
                "/reports/packages-by-user",
                reports::packages::by_user,
                &["/reports/packages-by-user", "/reports/packages-by-user?tag=f40"],
            )
            .titled("Packages by user")
            .about("who owns how many packages of a tag")
            .waves(3),
            route("/reports/rpms-by-host", reports::rpms::by_host, &["/reports/rpms-by-host?rpm_arch=noarch"])
                .titled("Rpms by host")
                .about("how many rpms were built on which host"),
            route("/reports/tasks-by-host", reports::tasks::by_host, &["/reports/tasks-by-host?arch=x86_64"])
                .titled("Tasks by host")
                .about("what each host did, and how much of it failed"),
            route("/reports/tasks-by-user", reports::tasks::by_user, &["/reports/tasks-by-user"])
                .titled("Tasks by user")
                .about("who has the hub do how much"),
            route("/reports/times-by-arch", reports::times::get, &["/reports/times-by-arch"])
                .titled("Times by arch")
                .about("how long builds wait and take on each arch"),
            route("/reports/queues", reports::queues::get, &["/reports/queues"])
                .titled("Channels with a queue")
                .about("where tasks wait now, and how long"),
            route("/reports/cluster-health", reports::cluster_health::get, &["/reports/cluster-health"])
                .titled("Cluster health")
                .about("the load of each channel, and how many of its hosts are ready"),
        ],
    )
}
