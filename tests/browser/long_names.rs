//! A hub whose names are as long as names can get: it stands before the demo's, and writes them into its answers.

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use regex::{Captures, Regex};

/// Names of the demo, each with its length, and whether there are places where it may break.
const NAMES: [(&str, usize, bool); 13] = [
    ("buildvm-x86-01.example.org", 60, false),
    ("buildvm-a64-01.example.org", 60, true),
    ("bash", 70, true),
    ("kernel", 70, false),
    ("jane", 50, false),
    ("releng", 50, true),
    ("f40-build", 64, false),
    ("f40-updates", 64, true),
    ("f41-candidate", 64, false),
    ("default", 50, false),
    ("admin", 50, false),
    ("bootstrap", 50, false),
    ("ppc64le", 30, false),
];

static LONG: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let long = |(name, length, breaks): &(&'static str, usize, bool)| {
        let filling = if *breaks { "-and-a-name-that-goes-on" } else { "andanamethatgoesonandon" };
        let begin: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let filled: String = begin.chars().chain("q".chars()).chain(filling.repeat(5).chars()).take(*length).collect();
        (*name, filled.trim_end_matches('-').to_owned())
    };
    NAMES.iter().map(long).collect()
});

static STRINGS: LazyLock<Regex> = LazyLock::new(|| Regex::new("<string>([^<]*)</string>").unwrap());
static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let any = NAMES.iter().map(|(name, ..)| regex::escape(name)).collect::<Vec<_>>().join("|");
    Regex::new(&format!(r"\b({any})\b")).unwrap()
});

fn lengthened(xml: &str) -> String {
    let long = |name: &Captures<'_>| LONG.iter().find(|(short, _)| *short == &name[1]).unwrap().1.clone();
    let one = |text: &Captures<'_>| format!("<string>{}</string>", ANY.replace_all(&text[1], long));
    STRINGS.replace_all(xml, one).into_owned()
}

/// The router of a hub with long names in its answers; it knows them in questions too.
pub fn lengthen(hub: Router) -> Router {
    hub.layer(from_fn(async |request: Request, next: Next| -> Response {
        let (mut parts, body) = request.into_parts();
        let mut asked = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        for (short, long) in LONG.iter() {
            asked = asked.replace(long, short);
        }
        parts.headers.remove(header::CONTENT_LENGTH);
        let answer = next.run(Request::from_parts(parts, Body::from(asked))).await;
        let (mut parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let is_xml =
            parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/xml"));
        let body = match std::str::from_utf8(&bytes) {
            Ok(xml) if is_xml => Body::from(lengthened(xml)),
            _ => Body::from(bytes),
        };
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, body)
    }))
}
