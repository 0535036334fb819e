//! What a task was asked: its arguments by name, and the one line that stands for the task wherever it is linked.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::signatures::{FALSE, SIGNATURES, WITHOUT};
use crate::xmlrpc::Value;

/// A task's arguments by name, as they lie in the task: nothing of them is copied.
#[derive(Debug, Default, PartialEq)]
pub struct Request<'a> {
    /// It does not have the shape that its method asks for.
    pub malformed: bool,
    /// Name and value, in the order of the method; `args` holds those that have no name.
    pub params: IndexMap<&'a str, Cow<'a, Value>>,
}

impl<'a> Request<'a> {
    /// Of a task of this method. Whatever shape the request has, something is shown of it.
    #[must_use]
    pub fn of(method: &str, request: Option<&'a Value>) -> Self {
        let (mut args, mut malformed) = match request {
            None | Some(Value::Nil) => return Self::default(),
            Some(Value::Array(items)) => (items.as_slice(), false),
            Some(other) => (std::slice::from_ref(other), true),
        };
        // Newer tasks name all arguments in one struct.
        if let [Value::Struct(named)] = args
            && named.contains_key("__method__")
        {
            return Self { malformed, params: named_params(named, "__method__").collect() };
        }
        let mut keywords = None;
        if let [positional @ .., Value::Struct(last)] = args
            && matches!(last.get("__starstar"), Some(Value::Bool(true)))
        {
            keywords = Some(last);
            args = positional;
        }
        let mut params = IndexMap::new();
        let names = SIGNATURES.iter().find(|(known, _)| *known == method).map_or(&[][..], |(_, names)| names);
        if names.len() < args.len() {
            malformed |= !names.is_empty();
            params.insert("args", Cow::Owned(Value::Array(args.to_vec())));
        } else {
            params.extend(names.iter().copied().zip(args.iter().map(Cow::Borrowed)));
        }
        params.extend(keywords.into_iter().flat_map(|keywords| named_params(keywords, "__starstar")));
        malformed |= names.first().is_some_and(|first| {
            let is_nil = params.get(first).is_none_or(|value: &Cow<'_, Value>| value.is_nil());
            !WITHOUT.contains(&method) && is_nil && !params.contains_key("args")
        });
        for name in FALSE.iter().find(|(known, _)| *known == method).map_or(&[][..], |(_, names)| names) {
            if !malformed && !params.contains_key(name) && !params.contains_key("opts") {
                params.insert(name, Cow::Owned(Value::Bool(false)));
            }
        }
        Self { malformed, params }
    }

    /// An argument, where it is there and not nil.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.params.get(name).map(|value| &**value).filter(|value| !value.is_nil())
    }

    /// An argument as text: a name or a number, or the name of what it describes.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        named(self.get(name)?)
    }

    /// One of the options.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&Value> {
        self.get("opts")?.get(name).filter(|value| !value.is_nil())
    }

    /// Is it a trial, of which no build remains?
    #[must_use]
    pub fn is_scratch(&self) -> bool {
        matches!(self.option("scratch"), Some(Value::Bool(true) | Value::Int(1)))
    }

    /// The name-version-release of the source rpm that it names.
    #[must_use]
    pub fn nvr(&self) -> Option<String> {
        let file = ["pkg", "srpm", "src"].iter().find_map(|name| self.text(name))?;
        file.rsplit('/').next()?.strip_suffix(".src.rpm").map(str::to_owned)
    }

    /// The package that it suggests: that of a source rpm, or of the place where the source is.
    #[must_use]
    pub fn package(&self, method: &str) -> Option<String> {
        if let Some(nvr) = self.nvr() {
            return nvr.rsplitn(3, '-').nth(2).map(str::to_owned);
        }
        if let Some(source) = ["src", "url"].iter().find_map(|name| self.text(name))
            && matches!(method, "build" | "buildSRPMFromSCM")
        {
            let path = source.split(['#', '?']).next()?.trim_end_matches('/').trim_end_matches(".git");
            return path.rsplit('/').next().map(str::to_owned).filter(|name| !name.is_empty());
        }
        self.text("name").filter(|_| method != "vmExec")
    }

    /// What the task is about, in a few words; `None` where only its arch tells.
    #[must_use]
    pub fn about(&self, method: &str) -> Option<String> {
        let words: Vec<Option<String>> = match method {
            "build" | "maven" | "buildContainer" => {
                let source = self.text("src").or_else(|| self.text("url"));
                vec![self.text("target").or_else(|| self.text("build_tag")), source.as_deref().map(short_source)]
            }
            "buildSRPMFromSCM" => vec![self.text("url").as_deref().map(short_source)],
            "rebuildSRPM" => vec![self.text("srpm").as_deref().map(file_name)],
            "buildArch" => vec![self.text("pkg").as_deref().map(file_name), self.text("arch")],
            "buildMaven" => vec![self.text("build_tag")],
            "wrapperRPM" => vec![self.text("build_target"), self.text("build")],
            "winbuild" => vec![self.text("target"), self.text("source_url").as_deref().map(short_source)],
            "vmExec" => vec![self.text("name")],
            "buildNotification" => vec![self.text("build")],
            "newRepo" | "distRepo" => vec![self.text("tag")],
            "createrepo" => vec![self.text("arch")],
            "createdistrepo" => vec![self.text("repo_id"), self.text("arch")],
            "chainbuild" | "chainmaven" => vec![self.text("target")],
            "waitrepo" => std::iter::once(self.text("tag")).chain(self.list("nvrs").into_iter().map(Some)).collect(),
            "livecd" | "appliance" | "image" | "livemedia" => {
                let arches = self.text("arch").or_else(|| Some(self.list("arches").join(" ")));
                vec![arches, self.name_and_version(), self.text("ksfile").or_else(|| self.text("inst_tree"))]
            }
            "createLiveCD" | "createAppliance" | "createImage" | "createLiveMedia" | "createKiwiImage" => {
                vec![self.text("target_info"), self.name_and_version(), self.text("arch")]
            }
            "kiwiBuild" => vec![self.text("target"), self.text("desc_path"), Some(self.list("arches").join(" "))],
            "runroot" => vec![self.text("root"), self.text("arch")],
            "tagBuild" | "tagNotification" => {
                vec![
                    name_in(self.get("tag_id").or(self.get("tag_info"))),
                    name_in(self.get("build_id").or(self.get("build_info"))),
                ]
            }
            "indirectionimage" => ["name", "version", "release"].iter().map(|name| named(self.option(name)?)).collect(),
            "restart" | "restartVerify" => vec![self.text("host")],
            "dependantTask" => vec![self.task_list()],
            _ => Vec::new(),
        };
        let malformed = self.malformed.then(|| "malformed request".to_owned());
        let words = words.into_iter().chain([malformed]);
        let words: Vec<String> = words.flatten().filter(|word| !word.is_empty()).take(MOST_WORDS).map(cut).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    fn name_and_version(&self) -> Option<String> {
        let parts: Vec<String> = ["name", "version", "release"].iter().filter_map(|name| self.text(name)).collect();
        (!parts.is_empty()).then(|| parts.join("-"))
    }

    fn list(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            Some(Value::Array(items)) => items.iter().filter_map(named).collect(),
            Some(other) => named(other).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The methods of the tasks that a `dependantTask` will start.
    fn task_list(&self) -> Option<String> {
        let tasks = self.tasks_to_start()?;
        Some(tasks.into_iter().map(|(method, _)| method).collect::<Vec<_>>().join(", "))
    }

    /// The tasks that a `dependantTask` will start: each a method, its arguments and, maybe, options of the task itself.
    #[must_use]
    pub fn tasks_to_start(&self) -> Option<Vec<(&str, Request<'_>)>> {
        let Value::Array(tasks) = self.get("task_list")? else { return None };
        tasks.iter().map(task_to_start).collect()
    }
}

/// Words of what a request is about, and characters of one: a hub keeps whatever it was asked.
const MOST_WORDS: usize = 12;
const LONGEST_WORD: usize = 200;

fn cut(mut word: String) -> String {
    if let Some((end, _)) = word.char_indices().nth(LONGEST_WORD) {
        word.truncate(end);
        word.push('…');
    }
    word
}

/// What a struct names, but for the member that only tells that it names something.
fn named_params<'a>(
    named: &'a IndexMap<String, Value>,
    mark: &'static str,
) -> impl Iterator<Item = (&'a str, Cow<'a, Value>)> {
    let members = named.iter().filter(move |(name, _)| *name != mark);
    members.map(|(name, value)| (name.as_str(), Cow::Borrowed(value)))
}

fn task_to_start(task: &Value) -> Option<(&str, Request<'_>)> {
    let Value::Array(parts) = task else { return None };
    let method = parts.first()?.as_str()?;
    Some((method, Request::of(method, parts.get(1))))
}

/// A name, or that of what a struct describes. An id alone says nothing to a reader.
fn name_in(value: Option<&Value>) -> Option<String> {
    value.filter(|value| value.as_int().is_none()).and_then(named)
}

/// A name, a number, or the name of what a struct describes.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Int(n) => Some(n.to_string()),
        Value::Struct(_) => {
            let own = ["nvr", "name"].iter().find_map(|name| value.get(name)?.as_str());
            own.map(str::to_owned).or_else(|| Some(value.get("id")?.as_int()?.to_string()))
        }
        _ => None,
    }
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// `rpms/bash:8ba4d24` of `git+https://host/rpms/bash.git#8ba4d24…`; the file's name of what is no address.
fn short_source(source: &str) -> String {
    let Some((_, address)) = source.split_once("://") else { return file_name(source) };
    let (path, revision) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or_default();
    let path = path.split_once('/').map_or(path, |(_, path)| path);
    let path = path.trim_end_matches('/').trim_end_matches(".git");
    let is_hash = revision.len() >= 12 && revision.bytes().all(|b| b.is_ascii_hexdigit());
    let revision = if is_hash { &revision[..7] } else { revision };
    if revision.is_empty() { path.to_owned() } else { format!("{path}:{revision}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(method: &str, request: Vec<Value>) -> Option<String> {
        Request::of(method, Some(&Value::Array(request))).about(method)
    }

    #[test]
    fn requests_suggest_packages() {
        for (method, request, name) in [
            ("build", vec!["git+https://x/rpms/bash.git#8ba4", "f40"], Some("bash")),
            ("build", vec!["git://x/rpms/bash/?sub#8ba4", "f40"], Some("bash")),
            ("build", vec!["cli-build/x/python3-x-1.0-2.fc40.src.rpm", "f40"], Some("python3-x")),
            ("buildArch", vec!["tasks/1/1/bash-5-1.src.rpm", "3", "x86_64"], Some("bash")),
            ("buildArch", vec!["x.src.rpm", "3", "x86_64"], None),
            ("image", vec!["Lab-Cloud", "40", "x86_64", "images", "https://x/"], Some("Lab-Cloud")),
            ("maven", vec!["git+https://x/a.git#1", "maven"], None),
            ("build", vec![], None),
        ] {
            let arguments = Value::Array(request.iter().map(|text| Value::from(*text)).collect());
            assert_eq!(Request::of(method, Some(&arguments)).package(method).as_deref(), name, "{method} {request:?}");
        }
    }

    #[test]
    fn tasks_are_told_in_one_line() {
        let source = "git+https://src.example.org/rpms/bash.git#2a5e7248c8eb3f2f551c77dd7c5133048861faca";
        let tag = Value::from([("id", Value::Int(3)), ("name", Value::from("f40-build"))]);
        assert_eq!(about("build", vec![source.into(), "f40".into()]).unwrap(), "f40, rpms/bash:2a5e724");
        assert_eq!(
            about("build", vec!["cli-build/x/bash-5-1.src.rpm".into(), Value::Nil]).unwrap(),
            "bash-5-1.src.rpm"
        );
        let arch = vec!["tasks/1/bash-5-1.src.rpm".into(), Value::Int(3), "x86_64".into(), Value::Bool(true)];
        assert_eq!(about("buildArch", arch).unwrap(), "bash-5-1.src.rpm, x86_64");
        assert_eq!(about("newRepo", vec![tag]).unwrap(), "f40-build");
        assert_eq!(
            about("image", vec!["Base".into(), "40".into(), vec!["x86_64", "aarch64"].into()]).unwrap(),
            "x86_64 aarch64, Base-40"
        );
        assert_eq!(about("sleep", vec![Value::Int(3)]), None);
        assert_eq!(about("build", vec![]).unwrap(), "malformed request");
        assert_eq!(about("build", vec![Value::Nil, "f40".into()]).unwrap(), "f40, malformed request");
        assert_eq!(about("restartHosts", vec![]), None);
    }

    #[test]
    fn any_shape_is_taken() {
        let named = Value::from([("__method__", Value::from("newRepo")), ("tag", Value::from("f40"))]);
        assert_eq!(Request::of("newRepo", Some(&vec![named].into())).text("tag").unwrap(), "f40");
        let keywords = Value::from([("__starstar", Value::Bool(true)), ("min_event", Value::Int(5))]);
        let asked = Value::Array(vec!["f40".into(), keywords]);
        let request = Request::of("waitrepo", Some(&asked));
        assert_eq!(request.params.keys().copied().collect::<Vec<_>>(), ["tag", "min_event"]);
        let many = Value::Array(vec![Value::Int(1); 9]);
        let wrong = Request::of("build", Some(&many));
        assert!(wrong.malformed && wrong.get("args").is_some());
        assert!(Request::of("plugin", Some(&many)).get("args").is_some());
        assert_eq!(Request::of("build", None), Request::default());
        let wrong = Request::of("build", Some(&Value::Int(1)));
        assert!(wrong.malformed && wrong.get("src") == Some(&Value::Int(1)));
        let asked = vec!["f40-build"].into();
        let bare = Request::of("newRepo", Some(&asked));
        assert_eq!(bare.params.keys().copied().collect::<Vec<_>>(), ["tag", "src", "debuginfo", "separate_src"]);
        assert!(bare.params.values().skip(1).all(|value| **value == Value::Bool(false)));
    }
}
