//! How a method is called: from Python, with Koji's command, with curl.

use schemars::JsonSchema;
use serde::Serialize;

use crate::components::shell::in_shell;
use crate::hub::methods::ApiMethod;
use crate::web::escape::escaped;

/// The calls of a method, with the parameters that it needs under their names.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Calls {
    pub(super) python: String,
    pub(super) koji: String,
    pub(super) curl: String,
}

impl Calls {
    /// Of any method, with a parameter.
    pub(super) fn of_any(hub: &str) -> Self {
        Self::with("METHOD", &["PARAMETER".to_owned()], hub, false)
    }

    /// Of a method, of the hub at this address.
    pub(super) fn of(method: &ApiMethod, hub: &str, needs_login: bool) -> Self {
        let needed: Vec<String> = method.needed().map(str::to_uppercase).collect();
        Self::with(&method.name, &needed, hub, needs_login)
    }

    fn with(name: &str, needed: &[String], hub: &str, needs_login: bool) -> Self {
        let noauth = if needs_login { "" } else { " --noauth" };
        let command: Vec<String> =
            std::iter::once(name).chain(needed.iter().map(String::as_str)).map(in_shell).collect();
        // A hub reads the body whatever type it is said to be of.
        let params: Vec<_> =
            needed.iter().map(|word| ["<param><value>", &escaped(word), "</value></param>"].concat()).collect();
        let body = format!(
            "<methodCall><methodName>{}</methodName><params>{}</params></methodCall>",
            escaped(name),
            params.concat()
        );
        Self {
            python: format!("hub.{name}({})", needed.join(", ")),
            koji: format!("koji{noauth} call {}", command.join(" ")),
            curl: format!("curl {} -d {}", in_shell(hub), in_shell(&body)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiMethod, Calls};

    #[test]
    fn calls_hold_what_is_needed() {
        let method: ApiMethod = serde_json::from_value(serde_json::json!({
            "name": "x'y",
            "doc": null,
            "argdesc": "(a, b=None, *args, **kw)",
            "args": ["a", ["b", null], "args", "kw"],
        }))
        .unwrap();
        let calls = Calls::of(&method, "https://hub/kojihub", false);
        assert_eq!(calls.python, "hub.x'y(A)");
        assert_eq!(calls.koji, "koji --noauth call 'x'\\''y' A");
        assert!(calls.curl.contains("<value>A</value>"), "{}", calls.curl);
    }
}
