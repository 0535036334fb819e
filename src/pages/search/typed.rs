//! What a reader may have meant by what was typed, found out without asking the hub.

use super::labelled::labelled;
use super::pasted::{Lookup, Pasted};
use crate::hub::model::{BuildId, BuildRef, RpmRef, TaskId};
use crate::urls::{self, Url};

/// What a text may mean; what cannot be is not there.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Typed {
    /// Where it leads here without asking the hub: a pasted address, or what says itself what it is.
    pub(super) address: Option<Url>,
    /// The host that a pasted address is of, where that is another Koji, whose ids mean something else.
    pub(super) elsewhere: Option<String>,
    /// The kind that it says it is of.
    pub(super) kind: Option<&'static str>,
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
    /// Of this text.
    pub(super) fn read(text: &str, lookup: &Lookup<'_>) -> Self {
        match Pasted::read(text) {
            None => labelled(text).unwrap_or_else(|| Self::plain(text)),
            Some(pasted) => match pasted.leads(lookup) {
                Some(address) => {
                    Self { address: Some(address), elsewhere: pasted.elsewhere(lookup), ..Self::default() }
                }
                // An address of some other site that may hold a name. A number there is no id here.
                None => Self { id: None, ..pasted.name().map_or_else(Self::default, Self::plain) },
            },
        }
    }

    /// What leads straight to this page.
    pub(super) fn at(address: Url) -> Self {
        Self { address: Some(address), ..Self::default() }
    }

    /// What says that it is of this kind.
    pub(super) fn of_kind(kind: &'static str, name: &str) -> Self {
        Self { kind: Some(kind), name: Some(name.to_owned()), ..Self::default() }
    }

    pub(super) fn plain(text: &str) -> Self {
        // A file in an rpm: the rpm's name, and behind a colon or a space the file's.
        let parts = text.split_once(":/").or_else(|| text.split_once(" /"));
        if let Some((rpm, path)) = parts.filter(|(rpm, _)| nvra(rpm).is_some()) {
            return Self::at(urls::file_of_rpm_named(rpm, &format!("/{path}")));
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return Self { id: text.parse().ok(), ..Self::default() };
        }
        // No name holds them.
        if text.contains(['*', '?']) {
            return Self::default();
        }
        // Only a user's does that.
        if text.contains(' ') {
            return Self::of_kind("user", text);
        }
        if let Some(rpm) = text.strip_suffix(".rpm") {
            return Self { nvra: nvra(rpm.rsplit('/').next().unwrap_or_default()), ..Self::default() };
        }
        let nvr = BuildRef::read(text).filter(|build| matches!(build, BuildRef::Nvr(_)));
        let buildroot = is_buildroot(text).then(|| text.to_owned());
        Self { nvr, nvra: nvra(text), buildroot, name: Some(text.to_owned()), ..Self::default() }
    }

    /// Is it the name of an rpm's file, and nothing else?
    pub(super) fn is_file(&self) -> bool {
        self.nvra.is_some() && self.name.is_none()
    }

    /// The id as a task's and as a build's.
    pub(super) fn ids(&self) -> Option<(TaskId, BuildRef)> {
        self.id.map(|id| (TaskId(id), BuildRef::Id(BuildId(id))))
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
pub(super) fn nvra(text: &str) -> Option<RpmRef> {
    RpmRef::read(text).filter(|rpm| matches!(rpm, RpmRef::Nvra(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_asked_for_what_they_can_be() {
        let read = |text: &str| {
            let typed = Typed::plain(text);
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
