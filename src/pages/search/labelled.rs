//! What says itself what it is: `taskID=123`, `#123`, `task 123`, `@jane`, `tag: f40`.

use super::typed::Typed;
use crate::urls;

/// What a text that says its kind means; `None` where it says none.
pub(super) fn labelled(text: &str) -> Option<Typed> {
    // No id has more digits.
    let is_number = |text: &str| matches!(text.len(), 1..=10) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    if let Some(task) = text.strip_prefix('#').filter(|id| is_number(id)) {
        return Some(Typed::at(urls::task_named(task)));
    }
    let text = text.trim_start_matches(['?', '&']);
    if let Some(user) = text.strip_prefix(['@', '~']).filter(|name| is_word(name)) {
        return Some(Typed::of_kind("user", user));
    }
    let (label, value) = text.split_at(text.find(|c: char| !c.is_ascii_alphabetic())?);
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '#'));
    let value = value.trim_matches(['"', '\'', '@', ',', '.', ';']);
    // `task-1` is a name.
    let is_apart = text.len() - label.len() > value.len();
    let label = label.to_ascii_lowercase();
    let label = label.strip_suffix("id").filter(|label| !label.is_empty()).unwrap_or(&label);
    if !is_apart || !is_word(value) {
        return None;
    }
    if is_number(value) {
        let url = match label {
            "task" => urls::task_named(value),
            "build" => urls::build_named(value),
            "rpm" => urls::rpm_named(value),
            "archive" => urls::archive_named(value),
            "buildroot" => urls::buildroot_named(value),
            "repo" => urls::repo_named(value),
            "package" => urls::package_named(value),
            "tag" => urls::tag_named(value),
            "target" => urls::target_named(value),
            "user" => urls::user_named(value),
            "host" => urls::host_named(value),
            "channel" => urls::channel_named(value),
            _ => return None,
        };
        return Some(Typed::at(url));
    }
    match label {
        "build" | "nvr" | "rpm" => {
            Some(Typed::plain(value)).filter(|typed| typed.nvr.is_some() || typed.nvra.is_some())
        }
        "package" | "pkg" => Some(Typed::of_kind("package", value)),
        "tag" => Some(Typed::of_kind("tag", value)),
        "target" => Some(Typed::of_kind("target", value)),
        "user" | "owner" => Some(Typed::of_kind("user", value)),
        "host" => Some(Typed::of_kind("host", value)),
        "channel" => Some(Typed::at(urls::channel_named(value))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::labelled;
    use crate::urls::BasePath;

    #[test]
    fn kinds_are_said() {
        let address = |text| labelled(text)?.address.map(|url| url.below(&BasePath::default()));
        for (text, expected) in [
            ("taskID=123", Some("/tasks/123")),
            ("taskid = 123", Some("/tasks/123")),
            ("#123", Some("/tasks/123")),
            ("task 123", Some("/tasks/123")),
            ("Task: #123", Some("/tasks/123")),
            ("buildID=7", Some("/builds/7")),
            ("repo 7", Some("/repos/7")),
            ("?taskID=7", Some("/tasks/7")),
            ("channel default", Some("/channels/default")),
            ("task 99999999999999999999", None),
            ("id 7", None),
            ("task-7", None),
            ("task 7 failed", None),
            ("#7a", None),
            ("task", None),
            ("123", None),
        ] {
            assert_eq!(address(text).as_deref(), expected, "{text}");
        }
        let named = |text| labelled(text).map(|typed| (typed.kind, typed.name, typed.nvr.is_some()));
        assert_eq!(named("@jane"), Some((Some("user"), Some("jane".into()), false)));
        assert_eq!(named("tag: f40-build"), Some((Some("tag"), Some("f40-build".into()), false)));
        assert_eq!(named("build bash-5.2-1.fc40"), Some((None, Some("bash-5.2-1.fc40".into()), true)));
        assert_eq!(named("build failed"), None);
        assert_eq!(named("python3 libs"), None);
    }
}
