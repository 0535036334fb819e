//! kojiweb's pages that change something, or are about the reader's own account: what `koji` command does the same.

use crate::urls::{self, Url};
use crate::web::{ActingPage, Here};

/// What such a page does, its command, the parameter that names what it is done to, and the page of that.
struct Acting {
    page: &'static str,
    what: &'static str,
    command: &'static str,
    /// What is done to it, as the command's help writes it, and the parameter that has it.
    subject: (&'static str, &'static str),
    url: Option<fn(&str) -> Url>,
}

const fn acting(
    page: &'static str,
    what: &'static str,
    command: &'static str,
    subject: (&'static str, &'static str),
    url: Option<fn(&str) -> Url>,
) -> Acting {
    Acting { page, what, command, subject, url }
}

const ALL: [Acting; 19] = [
    acting("resubmittask", "starts a task again", "resubmit", ("TASK-ID", "taskID"), Some(urls::task_named)),
    acting("canceltask", "cancels a task", "cancel", ("TASK-ID", "taskID"), Some(urls::task_named)),
    acting("freetask", "takes a task from its host", "free-task", ("TASK-ID", "taskID"), Some(urls::task_named)),
    // The command takes a number for that of a task.
    acting("cancelbuild", "cancels a build", "cancel", ("NVR", "buildID"), Some(urls::build_named)),
    acting("notificationcreate", "asks for mail about builds", "add-notification", ("", ""), None),
    acting(
        "notificationedit",
        "changes about which builds mail comes",
        "edit-notification",
        ("ID", "notificationID"),
        None,
    ),
    acting("notificationdelete", "ends mail about builds", "remove-notification", ("ID", "notificationID"), None),
    acting("tagcreate", "makes a tag", "add-tag", ("NAME", "name"), None),
    acting("tagedit", "changes a tag", "edit-tag", ("TAG", "tagID"), Some(urls::tag_named)),
    acting("tagdelete", "deletes a tag", "remove-tag", ("TAG", "tagID"), Some(urls::tag_named)),
    acting(
        "tagparent",
        "changes what a tag inherits",
        "edit-tag-inheritance",
        ("TAG PARENT", "tagID"),
        Some(urls::tag_named),
    ),
    acting("hostedit", "changes a host", "edit-host", ("HOST", "hostID"), Some(urls::host_named)),
    acting("disablehost", "disables a host", "disable-host", ("HOST", "hostID"), Some(urls::host_named)),
    acting("enablehost", "enables a host", "enable-host", ("HOST", "hostID"), Some(urls::host_named)),
    acting("buildtargetcreate", "makes a target", "add-target NAME BUILD-TAG DEST-TAG", ("", ""), None),
    acting("buildtargetedit", "changes a target", "edit-target", ("TARGET", "targetID"), Some(urls::target_named)),
    acting("buildtargetdelete", "deletes a target", "remove-target", ("TARGET", "targetID"), Some(urls::target_named)),
    acting("activesession", "lists a user's sessions", "call getSessionInfo details=True user_id=ID", ("", ""), None),
    acting("activesessiondelete", "ends a session", "call logout", ("SESSION-ID", "sessionID"), None),
];

/// Bytes of a name that is shown in a command.
const LONGEST: usize = 100;

/// The page that stands in place of one that acts.
pub(super) fn page(name: &str, here: &Here) -> Option<ActingPage> {
    let Acting { what, command, subject: (placeholder, parameter), url, .. } =
        ALL.iter().find(|acting| acting.page == name)?;
    let subject = here.get(parameter).filter(|subject| subject.len() <= LONGEST);
    let command = match (name, here.get("action")) {
        ("tagparent", Some("add")) => "add-tag-inheritance",
        ("tagparent", Some("remove")) => "remove-tag-inheritance",
        _ => command,
    };
    // A number is what tasks, notifications and sessions have; all else commands know by name. It has to be safe to paste.
    let is_number = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '/');
    let is_name = |text: &&str| !is_number(text) && text.chars().all(is_plain) && !text.starts_with('-');
    let is_it = |text: &&str| if placeholder.ends_with("ID") { is_number(text) } else { is_name(text) };
    // Further words of the placeholder follow.
    let (first, rest) = placeholder.split_once(' ').unwrap_or((placeholder, ""));
    let named = subject.filter(is_it).unwrap_or(first);
    let command = format!("koji {command} {named} {rest}").split_whitespace().collect::<Vec<_>>().join(" ");
    Some(ActingPage { what, command, thing: subject.zip(*url).map(|(subject, url)| url(subject)) })
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::web::Here;

    #[test]
    fn commands_name_what_they_act_on() {
        let command = |name, query| page(name, &Here::of_text("/", query)).map(|page| page.command);
        for (name, query, expected) in [
            ("resubmittask", "taskID=7", "koji resubmit 7"),
            ("resubmittask", "taskID=7;reboot", "koji resubmit TASK-ID"),
            ("canceltask", "", "koji cancel TASK-ID"),
            ("cancelbuild", "buildID=7", "koji cancel NVR"),
            ("tagparent", "action=add&tagID=7", "koji add-tag-inheritance TAG PARENT"),
            ("tagparent", "", "koji edit-tag-inheritance TAG PARENT"),
            ("disablehost", "hostID=7", "koji disable-host HOST"),
            ("disablehost", "hostID=a.example.org", "koji disable-host a.example.org"),
            ("disablehost", "hostID=a%24(reboot)", "koji disable-host HOST"),
            ("disablehost", "hostID=--force", "koji disable-host HOST"),
            ("tagparent", "action=remove&tagID=f40", "koji remove-tag-inheritance f40 PARENT"),
        ] {
            assert_eq!(command(name, query).as_deref(), Some(expected), "{name} {query}");
        }
        assert_eq!(command("taskinfo", "taskID=7"), None);
    }
}
