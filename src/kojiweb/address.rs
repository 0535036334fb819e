//! kojiweb's addresses as they come: with what programs that show text, and people who copy it, make of them.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::log::is_invisible;
use crate::web::Here;

/// kojiweb's parameters that are not in lower case, which is how some programs write them.
const MIXED: [&str; 31] = [
    "archiveID",
    "buildID",
    "buildOrder",
    "buildStart",
    "buildrootID",
    "buildrootOrder",
    "buildrootStart",
    "channelID",
    "childID",
    "extrepoID",
    "fileOrder",
    "fileStart",
    "hostArch",
    "hostID",
    "imageID",
    "notificationID",
    "packageID",
    "packageOrder",
    "packageStart",
    "parentID",
    "repoID",
    "reqID",
    "rpmArch",
    "rpmID",
    "sessionID",
    "tagID",
    "tagOrder",
    "tagStart",
    "targetID",
    "taskID",
    "userID",
];

/// Parameters that may hold a space, so a bare `+` in them is one. In no other name of Koji's there is any, and there it is
/// a plus that was not encoded: `packageID=libstdc++`.
const WITH_SPACES: [&str; 2] = ["filename", "terms"];

/// The path and the parameters of an address, by kojiweb's own names.
pub(super) fn read(path: &str, query: &str) -> Here {
    // The question mark was encoded with the rest: `taskinfo%3FtaskID=1`.
    let encoded = path.find("%3F").or_else(|| path.find("%3f"));
    let (path, more) = encoded.map_or((path, ""), |at| (&path[..at], &path[at + 3..]));
    let more = decoded(more, false);
    let all = [more.as_ref(), query].into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty());
    Here::with_pairs(path, all.flat_map(parameters).collect())
}

/// The parameters that stand between two `&`: more than one where these were encoded, `1%26amp%3Border=id`.
fn parameters(pair: &str) -> Vec<(String, String)> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = canonical(&decoded(name, false));
    let value = decoded(value, WITH_SPACES.contains(&name.as_str()));
    // The name of a file may hold anything.
    if name == "filename" && !value.is_empty() {
        return vec![(name, value.into_owned())];
    }
    let mut all = vec![name];
    let mut rest = value.as_ref();
    let mut values = Vec::new();
    while let Some((value, name, after)) = next_parameter(rest) {
        values.push(cleaned(value));
        all.push(canonical(name));
        rest = after;
    }
    values.push(cleaned(rest));
    all.into_iter().zip(values).filter(|(_, value)| !value.is_empty()).collect()
}

/// A value, the name of the next parameter within it, and what follows.
fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (value, rest) = text.split_once('&')?;
    let (name, after) = rest.split_once('=')?;
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b';').then_some((value, name, after))
}

/// A parameter by kojiweb's own name. `&amp;` is what stands for `&` in HTML, and is copied as it stands.
fn canonical(name: &str) -> String {
    let name = name.trim().trim_start_matches("amp;");
    MIXED
        .iter()
        .find(|mixed| mixed.eq_ignore_ascii_case(name))
        .map_or_else(|| name.to_owned(), |&mixed| mixed.to_owned())
}

/// The text that is encoded so. Pluses at the end are pluses: nobody means spaces there.
fn decoded(text: &str, with_spaces: bool) -> Cow<'_, str> {
    let (inside, pluses) = text.split_at(text.trim_end_matches('+').len());
    // Who encoded the spaces meant no other ones.
    let with_spaces = with_spaces && !inside.contains("%20");
    let inside = if with_spaces { inside.replace('+', " ") } else { inside.to_owned() };
    let decoded = percent_decode_str(&inside).decode_utf8_lossy().into_owned();
    (decoded + pluses).into()
}

/// A value without what is not seen of it, and a number without what stood around the address in a text.
fn cleaned(value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    let value = value.trim().trim_matches(['"', '\'', '<', '>']);
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let (number, behind) = value.split_at(end);
    let stands_behind = |c: char| matches!(c, ')' | ']' | '}' | '.' | ',' | ';' | ':' | '!' | '?' | ' ' | '\\' | '|');
    // `1;x=1`, `1).`, and no name: `7zip-1.0`, `1.fc40`.
    let is_number = !number.is_empty() && (behind.chars().all(stands_behind) || behind.starts_with([';', ' ']));
    if is_number { number.to_owned() } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_happened_to_an_address_on_its_way_is_undone() {
        for (path, query, expected) in [
            ("/koji/taskinfo", "taskID=1", "taskID=1"),
            ("/koji/taskinfo%3FtaskID=1", "", "taskID=1"),
            ("/koji/taskinfo%3ftaskID%3D1%26x%3D2", "", "taskID=1 x=2"),
            ("/koji/buildinfo", "buildid=7", "buildID=7"),
            ("/koji/tasks", "state=all&amp;view=flat", "state=all view=flat"),
            ("/koji/tasks", "state=all&amp;amp;view=flat", "state=all view=flat"),
            ("/koji/taskinfo", "taskID=1%26amp%3Bview=flat", "taskID=1 view=flat"),
            ("/koji/taskinfo", "taskID=1).", "taskID=1"),
            ("/koji/taskinfo", "taskID=1%E2%80%8B%0A", "taskID=1"),
            ("/koji/taskinfo", "taskID=-1", "taskID=-1"),
            ("/koji/buildinfo", "buildID&x", ""),
            ("/koji/packageinfo", "packageID=libstdc++", "packageID=libstdc++"),
            ("/koji/packageinfo", "packageID=c++-filter", "packageID=c++-filter"),
            ("/koji/userinfo", "userID=jane+doe", "userID=jane+doe"),
            ("/koji/taskinfo", "taskID=%221%22", "taskID=1"),
            ("/koji/taskinfo", "taskID=1;x=1", "taskID=1"),
            ("/koji/buildinfo", "buildID=7zip-1.0-1.fc40", "buildID=7zip-1.0-1.fc40"),
            ("/koji/fileinfo", "rpmID=1&filename=/a%20+%20b", "rpmID=1 filename=/a + b"),
            ("/koji/search", "terms=libstdc++", "terms=libstdc++"),
            ("/koji/search", "terms=a+b%2Bc", "terms=a b+c"),
            ("/koji/buildinfo", "buildID=a%26b-1-1", "buildID=a&b-1-1"),
            ("/koji/buildinfo", "buildID=%ff", "buildID=\u{fffd}"),
        ] {
            let pairs: Vec<String> = read(path, query).pairs().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(pairs.join(" "), expected, "{path}?{query}");
        }
    }
}
