//! JSON as a contract: every answer is what its schema says, parts that failed are told apart from empty ones, and whatever a
//! hub says is said again and nothing else.

use std::collections::BTreeMap;

use kojiview::app::routes;
use kojiview::demo::InjectedFault;
use serde_json::{Value, json};

use super::contract::{arrive, examples, json_of};
use super::harness::{Site, demo};

/// The schema with every object closed, so that it has to name all that an answer has.
fn closed(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let is_object = members.contains_key("properties");
            for (name, member) in members.iter_mut() {
                // The arms of what is flattened into an object are closed with it.
                if is_object && matches!(name.as_str(), "oneOf" | "anyOf" | "allOf") {
                    for arm in member.as_array_mut().unwrap() {
                        arm.as_object_mut().unwrap().values_mut().for_each(closed);
                    }
                } else {
                    closed(member);
                }
            }
            if is_object && !members.contains_key("additionalProperties") {
                members.insert("unevaluatedProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(closed),
        _ => {}
    }
}

fn validators() -> BTreeMap<&'static str, jsonschema::Validator> {
    let routes = routes();
    let all = routes.iter().filter_map(|route| {
        let mut schemas = kojiview::web::response::json::schemas("/$defs");
        let mut schema = (route.answer)(&mut schemas)?.to_value();
        schema["$defs"] = schemas.take_definitions(true).into();
        closed(&mut schema);
        Some((route.path, jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{}: {error}", route.path))))
    });
    all.collect()
}

/// The end of a message, which says what is wrong with the value that it begins with.
fn last(message: &str) -> String {
    let skipped = message.chars().count().saturating_sub(300);
    message.chars().skip(skipped).collect()
}

/// What is wrong, each with its place; of what may be one of several, what is wrong with each.
fn told(error: &jsonschema::ValidationError<'_>, out: &mut Vec<String>) {
    use jsonschema::error::ValidationErrorKind::{AnyOf, OneOfNotValid};
    match error.kind() {
        AnyOf { context } | OneOfNotValid { context } => context.iter().flatten().for_each(|inner| told(inner, out)),
        _ => out.push(format!("{}: {}", error.instance_path(), last(&error.to_string()))),
    }
}

#[track_caller]
fn check(validator: &jsonschema::Validator, answer: &Value, about: &str) {
    let mut errors = Vec::new();
    validator.iter_errors(answer).for_each(|error| told(&error, &mut errors));
    assert!(errors.is_empty(), "{about}: {}", errors.join("\n"));
}

/// Every answer of every example is what its schema says, no more and no less; without a schema there is no answer.
#[tokio::test]
async fn answers_are_what_their_schemas_say() {
    let (site, _) = demo().await;
    let validators = validators();
    for (route, example) in examples() {
        let answer = json_of(&site, example).await.json();
        let (address, _) = arrive(&site, example).await;
        match validators.get(route) {
            Some(validator) if address == example => check(validator, &answer, example),
            Some(_) => {}
            None => assert_ne!(address, example, "it has an answer of its own, and no schema"),
        }
        // The document for programs has what such a document has, and nothing else.
        assert!(answer["missing"] == json!([]) || example == "/openapi", "{example}");
    }
}

/// Each list has the same four members, wherever it stands.
#[tokio::test]
async fn lists_look_alike() {
    fn lists(value: &Value, at: &str, found: &mut Vec<(String, Vec<String>)>) {
        match value {
            Value::Object(members) => {
                if members.contains_key("rows") {
                    // An answer that is a list has what all answers have, too.
                    let of_all = |name: &&String| matches!(name.as_str(), "missing" | "outage_age");
                    found.push((at.to_owned(), members.keys().filter(|name| !of_all(name)).cloned().collect()));
                }
                members.iter().for_each(|(name, member)| lists(member, &format!("{at}.{name}"), found));
            }
            Value::Array(items) => items.iter().for_each(|item| lists(item, at, found)),
            _ => {}
        }
    }
    let (site, _) = demo().await;
    let mut found = Vec::new();
    for (_, example) in examples() {
        lists(&json_of(&site, example).await.json(), example, &mut found);
    }
    assert!(found.len() > 40, "{}", found.len());
    for (at, members) in found {
        assert_eq!(members, ["rows", "total", "prev", "next"], "{at}");
    }
}

/// A part that could not be had is named; one that is empty is not.
#[tokio::test]
async fn missing_parts_are_named() {
    let (site, demo) = demo().await;
    let whole = site.get("/tags/f40.json").await.json();
    assert_eq!(whole["missing"], json!([]));
    drop(site);
    let hub = super::harness::listen(demo.router()).await;
    // The tag itself is known; then the hub fails.
    let site = Site::over(&hub);
    site.get("/builds.json?tag=f40").await;
    demo.inject(InjectedFault::Offline);
    let answer = site.get("/tags/f40.json").await;
    let answer = (answer.status.as_u16(), answer.json());
    assert_eq!(answer.0, 200, "{}", answer.1);
    let missing = answer.1["missing"].as_array().unwrap();
    assert!(!missing.is_empty());
    for part in missing {
        assert!(part["part"].is_string() && part["why"].as_str().unwrap().contains("offline"), "{part}");
        assert_eq!(part.as_object().unwrap().len(), 2);
    }
    assert_eq!(answer.1["repo"], Value::Null);
    // An error is an answer, too.
    let error = site.get("/tags/nope.json").await.json();
    assert_eq!((error["status"].as_u64(), &error["missing"]), (Some(503), &json!([])));
}

/// What a hub may put behind any text: quotes, ends of all that stands around it, a zero as JSON spells it, control
/// characters, a lone surrogate as JSON spells it, and characters of two, three and four bytes.
const HOSTILE: &str = "\"'}]},\\u0000\\\"<&>\\ud800\u{1}\u{7f}é中𝒳";

/// The demo hub, which puts [`HOSTILE`] behind each text of these members, and calls members of free data as answers call theirs.
fn hostile(router: axum::Router, members: &'static [&'static str]) -> axum::Router {
    let escaped = HOSTILE.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let spoil = move |body: String| {
        let spoiled = members.iter().fold(body, |body, member| {
            let mut parts = body.split(&format!("<name>{member}</name>")).map(str::to_owned).collect::<Vec<_>>();
            for part in parts.iter_mut().skip(1) {
                // Only where the value is a text.
                let value = part.find("</value>").unwrap_or_default();
                if let Some(end) = part[..value].rfind("</string>") {
                    part.insert_str(end, &escaped);
                }
            }
            parts.join(&format!("<name>{member}</name>"))
        });
        let named = ["missing", "rows", "id", "\\u0000number", "a\"b"]
            .map(|name| format!("<member><name>{name}</name><value><string>{escaped}</string></value></member>"));
        spoiled.replace(
            "<name>extra</name>\n<value><struct>",
            &format!("<name>extra</name>\n<value><struct>{}", named.concat()),
        )
    };
    router.layer(axum::middleware::map_response(move |response: axum::response::Response| {
        let spoil = spoil.clone();
        async move {
            let (mut head, body) = response.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            head.headers.remove("content-length");
            let body = String::from_utf8(body.to_vec())
                .map_or_else(std::string::FromUtf8Error::into_bytes, |text| spoil(text).into());
            axum::response::Response::from_parts(head, axum::body::Body::from(body))
        }
    }))
}

/// Whatever texts a hub sends, every answer parses, is what its schema says, and says what the hub said.
#[tokio::test]
async fn hostile_texts_are_said_again() {
    const MEMBERS: &[&str] =
        &["description", "summary", "arches", "source", "owner_name", "url", "comment", "label", "text"];
    let demo = kojiview::demo::Demo::new(kojiview::demo::Settings { frozen: true, ..Default::default() });
    let hub = super::harness::listen(hostile(demo.router(), MEMBERS)).await;
    let (site, validators) = (Site::over(&hub), validators());
    let mut said = 0;
    for (route, example) in examples() {
        let (address, _) = arrive(&site, example).await;
        let answer = json_of(&site, example).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"), "{example}");
        let json = answer.json();
        if let Some(validator) = validators.get(route).filter(|_| address == example) {
            check(validator, &json, example);
        }
        texts(&json, &mut |text| said += usize::from(text.ends_with(HOSTILE)));
    }
    assert!(said > 500, "{said}");
    let build = site.get("/builds/demo-container-1.0-1.json").await.json();
    for name in ["missing", "rows", "id", "\\u0000number", "a\"b"] {
        assert_eq!(build["build"]["extra"][name], HOSTILE, "{name}: {}", build["build"]["extra"]);
    }
    assert_eq!(build["missing"], json!([]));
}

fn texts(value: &Value, told: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => told(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, told)),
        Value::Object(members) => members.values().for_each(|member| texts(member, told)),
        _ => {}
    }
}

/// JSON is had by its address, or by what `Accept` likes best.
#[tokio::test]
async fn json_is_negotiated() {
    let (site, _) = demo().await;
    for (accept, kind) in [
        ("application/json", "application/json"),
        ("Application/JSON", "application/json"),
        ("application/json, text/html;q=0.5", "application/json"),
        ("application/json, text/html", "text/html; charset=utf-8"),
        ("text/html, application/json;q=0.9", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
    ] {
        let answer = site.ask("GET", "/builds", &[("accept", accept)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind), "{accept}");
    }
    // Several headers are one list.
    let two = [("accept", "text/html;q=0.5"), ("accept", "application/json")];
    assert_eq!(site.ask("GET", "/builds", &two).await.header("content-type"), "application/json");
    // What leads elsewhere refuses what it does not read too.
    for address in ["/packages/bash/latest.json?tag=f41-updates&x=1", "/tags/f40/builds.json?x=1"] {
        assert_eq!(site.get(address).await.status, 400, "{address}");
    }
    assert_eq!(site.get("/logs/compare.json").await.header("content-type"), "application/json");
}
