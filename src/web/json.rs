//! A page's data as JSON.

use serde::Serialize;

use crate::urls::BasePath;

/// How what has to be spelled in another way begins: a state or an address. No text of a hub looks so, since there the
/// quotation marks are escaped.
const MARKED: &str = r#"{"\u0000"#;

/// The data: addresses of this site below its base path, and each state by its number under its own name, and by its
/// word: `"state": 3, "state_name": "failed"`.
///
/// # Errors
///
/// The data has what JSON cannot hold.
pub fn written(page: &impl Serialize, base: &BasePath) -> serde_json::Result<Vec<u8>> {
    let text = serde_json::to_string(page)?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(MARKED) {
        out.push_str(&rest[..at]);
        let marked = &rest[at + MARKED.len()..];
        rest = if let Some((state, after)) = State::read(marked) {
            state.write(&mut out);
            after
        } else if let Some((url, after)) = url(marked) {
            out.extend(["\"", base.as_str(), url]);
            after
        } else {
            // A hub may call a member whatever it likes.
            out.push_str(MARKED);
            marked
        };
    }
    out.push_str(rest);
    Ok(out.into_bytes())
}

/// A state's number and word, as JSON.
struct State<'a> {
    number: &'a str,
    word: &'a str,
}

impl<'a> State<'a> {
    /// Of what stands behind the mark, and what follows.
    fn read(marked: &'a str) -> Option<(Self, &'a str)> {
        let (number, rest) = marked.strip_prefix(r#"number":"#)?.split_once(',')?;
        let rest = rest.strip_prefix(r#""\u0000word":""#)?;
        let (word, rest) = rest.split_at(string_end(rest)?);
        Some((Self { number, word }, rest.strip_prefix('}')?))
    }

    /// After its name, which stands at the end of what is written, if it has one.
    fn write(&self, out: &mut String) {
        let name = out.strip_suffix("\":").map(|before| before[before.rfind('"').map_or(0, |at| at + 1)..].to_owned());
        out.push_str(self.number);
        if let Some(name) = name {
            out.extend([",\"", &name, "_name\":\"", self.word]);
        }
    }
}

/// The rest of an address with the quotation mark at its end, and what follows.
fn url(marked: &str) -> Option<(&str, &str)> {
    let rest = marked.strip_prefix(r#"url":""#)?;
    let (url, rest) = rest.split_at(string_end(rest)?);
    Some((url, rest.strip_prefix('}')?))
}

/// Where a JSON string that was begun ends: behind its quotation mark.
fn string_end(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes()
        .position(|byte| {
            let ends = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            ends
        })
        .map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::hub::model::{BuildState, TaskState};
    use crate::urls::{BasePath, overview};

    #[test]
    fn states_are_told_by_number_and_by_word() {
        let data = serde_json::json!({
            "rows": [{ "id": 1, "state": TaskState::Failed }],
            "state": BuildState::Other(9),
            "last": true,
        });
        let text = String::from_utf8(written(&data, &BasePath::default()).unwrap()).unwrap();
        let rows = r#"[{"id":1,"state":5,"state_name":"failed"}]"#;
        assert_eq!(text, format!(r#"{{"rows":{rows},"state":9,"state_name":"state 9","last":true}}"#));
    }

    #[test]
    fn addresses_stand_below_the_base_path() {
        let text = String::from_utf8(written(&[Some(overview())], &"/koji".parse().unwrap()).unwrap()).unwrap();
        assert_eq!(text, r#"["/koji/"]"#);
    }

    #[test]
    fn what_only_looks_like_a_state_stays() {
        let data = serde_json::json!({ "\0number": "x\"", "text": "{\"\\u0000number\":1}", "list": [TaskState::Open] });
        let text = String::from_utf8(written(&data, &BasePath::default()).unwrap()).unwrap();
        let [before, after] =
            [data.to_string(), text].map(|text| serde_json::from_str::<serde_json::Value>(&text).unwrap());
        assert_eq!((&after["\0number"], &after["text"]), (&before["\0number"], &before["text"]));
        assert_eq!(after["list"], serde_json::json!([1]));
    }
}
