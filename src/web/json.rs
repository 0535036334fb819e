//! A page's data as JSON.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::hub::words::{NUMBER, WORD};

/// The data, each state by its number under its own name, and by its word: `"state": 3, "state_name": "failed"`.
///
/// # Errors
///
/// The data has what JSON cannot hold.
pub fn written(page: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&with_words(serde_json::to_value(page)?))
}

fn with_words(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(with_words).collect(),
        Value::Object(members) => {
            let mut said = Map::with_capacity(members.len());
            for (name, value) in members {
                match state(value) {
                    Ok((number, word)) => {
                        let beside = format!("{name}_name");
                        said.insert(name, number);
                        said.insert(beside, word);
                    }
                    Err(value) => {
                        said.insert(name, with_words(value));
                    }
                }
            }
            Value::Object(said)
        }
        plain => plain,
    }
}

/// A state's number and word, or the value as it was.
fn state(mut value: Value) -> Result<(Value, Value), Value> {
    let parts = value.as_object_mut().and_then(|members| Some((members.remove(NUMBER)?, members.remove(WORD)?)));
    parts.ok_or(value)
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::hub::words::{BuildState, TaskState};

    #[test]
    fn states_are_told_by_number_and_by_word() {
        let data = serde_json::json!({
            "rows": [{ "id": 1, "state": TaskState::Failed }],
            "state": BuildState::Other(9),
            "last": true,
        });
        let text = String::from_utf8(written(&data).unwrap()).unwrap();
        let rows = r#"[{"id":1,"state":5,"state_name":"failed"}]"#;
        assert_eq!(text, format!(r#"{{"rows":{rows},"state":9,"state_name":"state 9","last":true}}"#));
    }
}
