//! Addresses that readers paste: Koji's, its files', ours, and those of other sites that hold a name.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::typed::nvra;
use crate::hub::methods::{DEFAULT_VOLUME, is_log};
use crate::hub::model::TaskId;
use crate::urls::{self, BasePath, BuildsUrl, ListUrl as _, LogUrl, Url};
use crate::web::{KojiwebPages, OwnHosts, Routes};

/// Where addresses are looked up.
pub(super) struct Lookup<'a> {
    /// Our pages.
    pub(super) routes: &'a Routes,
    /// kojiweb's.
    pub(super) kojiweb: KojiwebPages,
    /// The path below which the site is.
    pub(super) base: &'a BasePath,
    /// The hosts that are of this Koji.
    pub(super) hosts: &'a OwnHosts,
}

/// An address that somebody copied: Koji's, its files', or ours.
pub(super) struct Pasted {
    /// The host, where it has one.
    host: Option<String>,
    segments: Vec<String>,
    /// The segments as they came.
    encoded: Vec<String>,
    query: String,
    fragment: Option<String>,
}

const SCHEMES: [&str; 5] = ["https://", "http://", "git+https://", "git://", "ssh://"];
/// Where an address ends in a text.
const ENDS: [char; 6] = [' ', '<', '>', '"', '\t', '|'];
/// What follows an address in a text, and is no part of it.
const BEHIND: [char; 11] = [')', ']', '}', '.', ',', ';', ':', '!', '\'', '`', '*'];

/// The address in a text that may have words before and behind it, without its scheme; and whether it had one.
fn address_in(text: &str) -> (&str, bool) {
    let lower = text.to_ascii_lowercase();
    let schemes = SCHEMES.iter().filter_map(|scheme| Some((lower.find(scheme)?, scheme.len())));
    // `git+https://` has `https://` in it.
    let scheme = schemes.min_by_key(|(at, length)| (*at, usize::MAX - length));
    let address = scheme.map_or(text, |(at, length)| &text[at + length..]);
    let address = address.split(ENDS).next().unwrap_or_default();
    (address.trim_end_matches(BEHIND), scheme.is_some())
}

fn begins_with_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

impl Pasted {
    pub(super) fn read(text: &str) -> Option<Self> {
        let (address, has_scheme) = address_in(text);
        let lower = address.to_ascii_lowercase();
        let is_address = has_scheme
            || address.starts_with('/')
            || ["/koji/", "work/tasks/", "/data/logs/"].iter().any(|part| address.contains(part))
            || address.strip_prefix("tasks/").or(address.strip_prefix("task/")).is_some_and(begins_with_number)
            || lower.contains('?') && lower.contains("id=")
            || lower.contains("info%3f");
        // `?taskID=1` says what it is itself.
        if !is_address || address.starts_with('?') {
            return None;
        }
        let (host, address) = match address.split_once('/') {
            Some((host, path)) if has_scheme => (Some(host), path),
            None if has_scheme => (Some(address), ""),
            _ => (None, address),
        };
        let (address, fragment) = address.split_once('#').map_or((address, None), |(a, fragment)| (a, Some(fragment)));
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let is_name = |segment: &str| !matches!(segment, "" | "." | "..");
        let decoded = |text| percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned);
        let all: Option<Vec<(String, String)>> =
            path.split('/').map(|segment| Some((decoded(segment)?, segment.to_owned()))).collect();
        let (segments, encoded) = all?.into_iter().filter(|(segment, _)| is_name(segment)).unzip();
        // Without a user's name and a port.
        let host = host.map(|host| host.rsplit('@').next().unwrap_or_default());
        let host = host.map(|host| host.split(':').next().unwrap_or_default().to_ascii_lowercase());
        let is_anchor = |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let fragment = fragment.filter(is_anchor).map(str::to_owned);
        Some(Self { host, segments, encoded, query: query.to_owned(), fragment })
    }

    /// Where it leads here, if it is of a kind that is known.
    pub(super) fn leads(&self, lookup: &Lookup<'_>) -> Option<Url> {
        if let Some(file) = self.file() {
            return Some(file);
        }
        let segments = &self.segments;
        // Our own addresses have the base path before them.
        let base = lookup.base.as_str().split('/').filter(|segment| !segment.is_empty()).count();
        let below = format!("/{}", segments.join("/"));
        if base > 0 && lookup.base.rest(&below).is_some() && lookup.routes.has(&segments[base..]) {
            return Some(self.own(&segments[base..]));
        }
        // kojiweb's addresses have one table.
        let kojiweb = |from: usize| lookup.kojiweb.page(&self.encoded[from..].join("/"), &self.query, lookup.routes);
        let own = |from: usize| lookup.routes.has(&segments[from..]).then(|| self.own(&segments[from..]));
        match segments.iter().position(|segment| segment == "koji") {
            // Ours has the same path in kojiweb's place; of lists kojiweb's table knows whose they are.
            Some(at) if segments.len() > at + 2 => own(at + 1).or_else(|| kojiweb(at + 1)),
            Some(at) => kojiweb(at + 1).or_else(|| own(at + 1)),
            None if segments.is_empty() => {
                let is_ours = self.host.as_ref().is_some_and(|host| lookup.hosts.has(host));
                (is_ours && self.query.is_empty()).then(urls::overview)
            }
            None if segments.len() == 2 && segments[0] == "task" => Some(urls::task_named(&segments[1])),
            None if segments.len() == 1 => kojiweb(0).or_else(|| own(0)),
            None if self.in_dist_git().is_none() && lookup.routes.has(segments) => own(0),
            // kojiweb stands below some other path.
            None => kojiweb(segments.len() - 1).filter(|_| self.names_one()),
        }
    }

    /// A page of ours, with the place in it.
    fn own(&self, segments: &[String]) -> Url {
        let parameters: Vec<(String, String)> = form_urlencoded::parse(self.query.as_bytes()).into_owned().collect();
        let url = urls::pasted(segments, &parameters);
        self.fragment.as_ref().map_or_else(|| url.clone(), |fragment| url.with_anchor(fragment))
    }

    /// Does it name one thing, as kojiweb does?
    fn names_one(&self) -> bool {
        let query = self.query.to_ascii_lowercase();
        query.contains("id=") || self.encoded.last().is_some_and(|last| last.to_ascii_lowercase().contains("%3f"))
    }

    /// The host, where it is of another Koji and what is named is named by an id, which means something else there.
    pub(super) fn elsewhere(&self, lookup: &Lookup<'_>) -> Option<String> {
        let host = self.host.as_ref().filter(|host| lookup.hosts.is_foreign(host))?;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let values = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let by_id = self.segments.iter().any(|segment| is_number(segment))
            || values.into_iter().any(|(name, value)| name.to_ascii_lowercase().ends_with("id") && is_number(value));
        by_id.then(|| host.clone())
    }

    /// The package of an address in a dist-git, such as `rpms/bash`, `rpms/bash.git` or `rpms/bash/c/8ba4d24`. Our own
    /// addresses of rpms hold an id or a name with its arch.
    fn in_dist_git(&self) -> Option<&str> {
        let at = self.segments.iter().position(|segment| matches!(segment.as_str(), "rpms" | "containers"))?;
        let name = self.segments.get(at + 1)?.trim_end_matches(".git");
        let is_rpm = name.bytes().all(|b| b.is_ascii_digit()) || nvra(name).is_some();
        (!is_rpm).then_some(name)
    }

    /// What may be a name in an address of some other site.
    pub(super) fn name(&self) -> Option<&str> {
        // mock's folder of a buildroot has the buildroot's name.
        let in_mock =
            self.segments.iter().position(|segment| segment == "mock").and_then(|at| self.segments.get(at + 1));
        let last = || Some(self.segments.last()?.trim_end_matches(".git"));
        self.in_dist_git().or_else(|| in_mock.map(String::as_str)).or_else(last)
    }

    /// The page that a file of the hub belongs to.
    fn file(&self) -> Option<Url> {
        if let [.., packages, name, version] = self.segments.as_slice()
            && packages == "packages"
            && version.starts_with(|c: char| c.is_ascii_digit())
        {
            let text = Some(format!("{name}-{version}-*"));
            return Some(BuildsUrl { package: Some(name.as_str().into()), text, ..BuildsUrl::default() }.url());
        }
        if let Some(id) = self.segments.iter().find_map(|segment| segment.strip_prefix("task_")?.parse().ok()) {
            return Some(urls::task(&TaskId(id)));
        }
        let build = self.segments.windows(4).find_map(|four| match four {
            [packages, name, version, release] if packages == "packages" => Some(format!("{name}-{version}-{release}")),
            _ => None,
        });
        let task = self.segments.windows(3).find_map(|three| match three {
            [tasks, bucket, id] if tasks == "tasks" && bucket.parse::<i64>().is_ok() => id.parse().ok().map(TaskId),
            _ => None,
        });
        let last = self.segments.last().map(String::as_str).unwrap_or_default();
        let rpm = last.strip_suffix(".rpm").and_then(nvra).filter(|_| build.is_some());
        let log = self.segments.windows(2).position(|two| two == ["data", "logs"]);
        match (build, task) {
            (Some(nvr), _) => Some(match (rpm, log.and_then(|at| self.segments.get(at + 2..))) {
                (Some(rpm), _) => urls::rpm_named(&rpm.to_string()),
                (None, Some(log)) if is_log(last) => urls::log_of_build_named(&nvr, &log.join("/")),
                _ => urls::build_named(&nvr),
            }),
            (None, Some(task)) if is_log(last) => Some(self.log_of_task(task)),
            (None, task) => task.map(|task| urls::task(&task)),
        }
    }

    /// A log below the folder of its task, on whatever volume.
    fn log_of_task(&self, task: TaskId) -> Url {
        let id = task.to_string();
        let behind = self.segments.iter().rposition(|segment| *segment == id).map_or(0, |at| at + 1);
        let volume = self.segments.windows(3).find_map(|three| match three {
            [vol, volume, work] if vol == "vol" && work == "work" => Some(volume.as_str()),
            _ => None,
        });
        LogUrl::on(volume.unwrap_or(DEFAULT_VOLUME)).of_task(&task, &self.segments[behind..].join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::search::typed::Typed;
    use crate::web::Route;

    /// In place of the table of kojiweb's addresses, which stands above all pages.
    fn kojiweb(page: &str, query: &str, _: &Routes) -> Option<Url> {
        let is_known = page.is_empty() || page.contains("info");
        let path = if page.is_empty() { "/koji".to_owned() } else { format!("/koji/{page}") };
        is_known.then(|| Url::of(&path, form_urlencoded::parse(query.as_bytes())))
    }

    #[test]
    fn pasted_addresses_lead_to_pages() {
        let routes: Routes =
            ["/builds", "/builds/{build}", "/tags/{tag}/packages", "/tags/{tag}/builds", "/repo-requests/{x}"]
                .into_iter()
                .map(|path| Route::new(path, Vec::new()))
                .collect();
        let hosts = OwnHosts::of("127.0.0.1", None, "", None);
        let base = BasePath::default();
        let lookup = Lookup { routes: &routes, kojiweb: KojiwebPages(kojiweb), base: &base, hosts: &hosts };
        let read = |text: &str| Typed::read(text, &lookup);
        for (pasted, location) in [
            ("https://koji.example.org/koji/buildinfo?buildID=12", Some("/koji/buildinfo?buildID=12")),
            ("http://koji.example.org/koji/taskinfo?taskID=3#x", Some("/koji/taskinfo?taskID=3")),
            ("HTTPS://koji.example.org/buildinfo?buildID=1%262", Some("/koji/buildinfo?buildID=1%262")),
            ("koji.example.org/koji/taginfo?tagID=f40", Some("/koji/taginfo?tagID=f40")),
            ("buildinfo?buildID=5", Some("/koji/buildinfo?buildID=5")),
            ("https://koji.example.org/koji/", Some("/koji")),
            ("https://koji.example.org/koji/builds/a-1-1", Some("/builds/a-1-1")),
            ("https://koji.example.org/koji/tags/f40/packages?prefix=a", Some("/tags/f40/packages?prefix=a")),
            ("https://kojiview.example.org/builds/a-1%5E2-1", Some("/builds/a-1%5E2-1")),
            ("https://kojiview.example.org/tags/f40/builds?order=nvr", Some("/tags/f40/builds?order=nvr")),
            (
                "https://files.example.org/kojifiles/packages/bash/5.2/1.fc40/x86_64/b.rpm",
                Some("/builds/bash-5.2-1.fc40"),
            ),
            (
                "https://files.example.org/kojifiles/packages/bash/5.2/1.fc40/x86_64/bash-5.2-1.fc40.x86_64.rpm",
                Some("/rpms/bash-5.2-1.fc40.x86_64"),
            ),
            (
                "/packages/bash/5.2/1.fc40/data/signed/c96e11b5/x86_64/bash-libs-5.2-1.fc40.x86_64.rpm",
                Some("/rpms/bash-libs-5.2-1.fc40.x86_64"),
            ),
            (
                "https://files.example.org/packages/bash/5.2/1.fc40/data/logs/x86_64/build.log",
                Some("/builds/bash-5.2-1.fc40/logs/x86_64/build.log"),
            ),
            (
                "bash-5.2-1.fc40.x86_64:/usr/bin/bash",
                Some("/rpms/bash-5.2-1.fc40.x86_64/file?path=%2Fusr%2Fbin%2Fbash"),
            ),
            ("https://files.example.org/work/tasks/9755/499755/build.log", Some("/tasks/499755/logs/build.log")),
            ("work/tasks/9755/499755/build.log", Some("/tasks/499755/logs/build.log")),
            ("kojifiles/work/tasks/9755/499755/root.log.1", Some("/tasks/499755/logs/root.log.1")),
            (
                "https://files.example.org//vol/fast/work/tasks/9755/499755/sub/x.log",
                Some("/tasks/499755/logs/sub/x.log?volume=fast"),
            ),
            (
                "packages/bash/5.2/1.fc40/data/logs/noarch/root.log",
                Some("/builds/bash-5.2-1.fc40/logs/noarch/root.log"),
            ),
            ("https://files.example.org/work/tasks/9755/499755/x.rpm", Some("/tasks/499755")),
            // It never leads off the site.
            ("https://x//builds//../%2e%2e//evil.example.org/", Some("/builds/evil.example.org")),
            ("https://x/koji//evil.example.org?a=%0d%0aset-cookie:x", None),
            ("https://kojiview.example.org/builds?user=jane", Some("/builds?user=jane")),
            ("https://kojiview.example.org/repo-requests/2998", Some("/repo-requests/2998")),
            ("https://x", None),
            ("bash", None),
        ] {
            let address = read(pasted).address.map(|url| url.below(&BasePath::default()));
            assert_eq!(address.as_deref(), location, "{pasted}");
        }
        assert_eq!(read("https://updates.example.org/updates/bash-5-1.fc40").name.as_deref(), Some("bash-5-1.fc40"));
        assert_eq!(read("https://copr.example.org/builds-of/7"), Typed::default(), "a number of another site is no id");
    }
}
