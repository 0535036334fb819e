//! What a reader may have meant by what was typed, found out without asking the hub.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::hub::methods::{DEFAULT_VOLUME, is_log};
use crate::hub::model::{BuildId, BuildRef, RpmRef, TaskId};
use crate::urls::{self, LogUrl, Url};

/// What a text may mean; what cannot be is not there.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Typed {
    /// A pasted address: where it leads here.
    pub(super) address: Option<Url>,
    /// A task or a build.
    pub(super) id: Option<i64>,
    /// A build.
    pub(super) nvr: Option<BuildRef>,
    /// An rpm, by its name without the suffix.
    pub(super) nvra: Option<RpmRef>,
    /// A buildroot, by its whole name.
    pub(super) buildroot: Option<String>,
    /// A package, a tag, a user, a host, a target.
    pub(super) name: Option<String>,
}

impl Typed {
    /// Of this text. `is_ours`: is one of our pages at these segments of a path?
    pub(super) fn read(text: &str, is_ours: impl Fn(&[String]) -> bool) -> Self {
        match Pasted::read(text) {
            None => Self::plain(text),
            Some(pasted) => match pasted.leads(is_ours) {
                Some(address) => Self { address: Some(address), ..Self::default() },
                // An address of some other site that may hold a name. A number there is no id here.
                None => Self { id: None, ..pasted.name().map_or_else(Self::default, Self::plain) },
            },
        }
    }

    fn plain(text: &str) -> Self {
        // A file in an rpm: the rpm's name, and behind a colon or a space the file's.
        let parts = text.split_once(":/").or_else(|| text.split_once(" /"));
        if let Some((rpm, path)) = parts.filter(|(rpm, _)| nvra(rpm).is_some()) {
            let address = urls::file_of_rpm_named(rpm, &format!("/{path}"));
            return Self { address: Some(address), ..Self::default() };
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return Self { id: text.parse().ok(), ..Self::default() };
        }
        // No name holds them.
        if text.contains(['*', '?']) {
            return Self::default();
        }
        if let Some(rpm) = text.strip_suffix(".rpm") {
            return Self { nvra: nvra(rpm.rsplit('/').next().unwrap_or_default()), ..Self::default() };
        }
        let nvr = BuildRef::read(text).filter(|build| matches!(build, BuildRef::Nvr(_)));
        let buildroot = is_buildroot(text).then(|| text.to_owned());
        Self { nvr, nvra: nvra(text), buildroot, name: Some(text.to_owned()), ..Self::default() }
    }
}

/// Can it be a buildroot's name, which ends with its id and a repo's, or with its id behind a content generator's name?
fn is_buildroot(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.rsplitn(3, '-');
    let of_task = parts.next().is_some_and(is_number) && parts.next().is_some_and(is_number) && parts.next().is_some();
    of_task || text.rsplit_once(':').is_some_and(|(name, id)| !name.is_empty() && is_number(id))
}

/// The text, where it can be an rpm's name.
fn nvra(text: &str) -> Option<RpmRef> {
    RpmRef::read(text).filter(|rpm| matches!(rpm, RpmRef::Nvra(_)))
}

/// An address that somebody copied: Koji's, its files', or ours.
struct Pasted {
    segments: Vec<String>,
    parameters: Vec<(String, String)>,
}

impl Pasted {
    fn read(text: &str) -> Option<Self> {
        let schemes = ["https://", "http://", "git+https://", "git://", "ssh://"];
        let scheme =
            schemes.iter().find(|scheme| text.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)));
        let address = match scheme {
            // Without the host.
            Some(scheme) => text[scheme.len()..].split_once('/').map_or("", |(_, path)| path),
            None if text.starts_with('/')
                || ["/koji/", "work/tasks/", "/data/logs/"].iter().any(|part| text.contains(part))
                || (text.contains('?') && text.contains("ID=")) =>
            {
                text
            }
            None => return None,
        };
        let address = address.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let decoded = |text| percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned);
        let segments: Option<Vec<String>> = path.split('/').map(decoded).collect();
        let is_name = |segment: &String| !matches!(segment.as_str(), "" | "." | "..");
        let segments = segments?.into_iter().filter(is_name).collect();
        let parameters = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Some(Self { segments, parameters })
    }

    /// Where it leads here, if it is of a kind that is known.
    fn leads(&self, is_ours: impl Fn(&[String]) -> bool) -> Option<Url> {
        if let Some(file) = self.file() {
            return Some(file);
        }
        let has_id = self.parameters.iter().any(|(name, _)| name.ends_with("ID"));
        let segments = &self.segments;
        // kojiweb's addresses have one table, and it stands before all pages.
        let kojiweb = |rest: &[String]| {
            let below: Vec<String> = std::iter::once("koji".to_owned()).chain(rest.iter().cloned()).collect();
            urls::pasted(&below, &self.parameters)
        };
        match segments.iter().position(|segment| segment == "koji") {
            // Ours has the same path in kojiweb's place; of lists kojiweb's table knows whose they are.
            Some(at) if segments.len() > at + 2 && is_ours(&segments[at + 1..]) => {
                Some(urls::pasted(&segments[at + 1..], &self.parameters))
            }
            Some(at) => Some(kojiweb(&segments[at + 1..])),
            None if has_id && !segments.is_empty() => Some(kojiweb(&segments[segments.len() - 1..])),
            None => {
                let leads = is_ours(segments) && self.in_dist_git().is_none();
                leads.then(|| urls::pasted(segments, &self.parameters))
            }
        }
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
    fn name(&self) -> Option<&str> {
        // mock's folder of a buildroot has the buildroot's name.
        let in_mock =
            self.segments.iter().position(|segment| segment == "mock").and_then(|at| self.segments.get(at + 1));
        let last = || Some(self.segments.last()?.trim_end_matches(".git"));
        self.in_dist_git().or_else(|| in_mock.map(String::as_str)).or_else(last)
    }

    /// The page that a file of the hub belongs to.
    fn file(&self) -> Option<Url> {
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

impl Typed {
    /// Is it the name of an rpm's file, and nothing else?
    pub(super) fn is_file(&self) -> bool {
        self.nvra.is_some() && self.name.is_none()
    }

    /// The id as a task's and as a build's.
    pub(super) fn ids(&self) -> Option<(TaskId, BuildRef)> {
        self.id.map(|id| (TaskId(id), BuildRef::Id(BuildId(id))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::urls::BasePath;
    use crate::web::{Route, Routes};

    #[test]
    fn pasted_addresses_lead_to_pages() {
        let routes: Routes =
            ["/builds", "/builds/{build}", "/tags/{tag}/packages", "/tags/{tag}/builds", "/repo-requests/{x}"]
                .into_iter()
                .map(|path| Route::new(path, Vec::new()))
                .collect();
        let read = |text: &str| Typed::read(text, |segments| routes.has(segments));
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
            (
                "https://x/koji//evil.example.org?a=%0d%0aset-cookie:x",
                Some("/koji/evil.example.org?a=%0D%0Aset-cookie:x"),
            ),
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

    #[test]
    fn names_are_asked_for_what_they_can_be() {
        let read = |text: &str| {
            let typed = Typed::read(text, |_| false);
            (typed.id, typed.nvr.is_some(), typed.nvra.map(|rpm| rpm.to_string()), typed.name.is_some())
        };
        assert_eq!(read("150120"), (Some(150_120), false, None, false));
        assert_eq!(read("99999999999"), (Some(99_999_999_999), false, None, false));
        assert_eq!(read("99999999999999999999"), (None, false, None, false));
        assert_eq!(read("bash"), (None, false, None, true));
        assert_eq!(read("bash-5-1"), (None, true, None, true));
        assert_eq!(read("bash-5-1.fc40"), (None, true, Some("bash-5-1.fc40".into()), true));
        assert_eq!(read("a-1-1.src.rpm"), (None, false, Some("a-1-1.src".into()), false));
        assert_eq!(read("x/a-1-1.src.rpm"), (None, false, Some("a-1-1.src".into()), false));
        assert_eq!(read("a.rpm"), (None, false, None, false));
        assert_eq!(read("bash-1.x86_64"), (None, false, None, true));
        assert_eq!(read("*bash*"), (None, false, None, false));
    }
}
