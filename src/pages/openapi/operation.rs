//! One address of the document.

use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::document::{ERROR, error_content};
use crate::urls::takes_json_suffix;
use crate::web::{Format, Route};

/// The path in the document: that of the JSON, where it has one of its own.
pub(super) fn path(route: &Route) -> String {
    let path = route.path.replace("{*", "{");
    if has_json_address(route) { format!("{path}.json") } else { path }
}

/// Has its JSON an address of its own? Logs, feeds and pictures give it to those who ask for it.
fn has_json_address(route: &Route) -> bool {
    takes_json_suffix(route.path) && route.format == Format::Html
}

/// What is at it.
pub(super) fn of(route: &Route, schemas: &mut SchemaGenerator) -> Value {
    let mut parameters: Vec<Value> = in_path(route).collect();
    parameters.extend(route.parameters.iter().map(|parameter| {
        let mut said = json!({ "name": parameter.name, "in": "query", "schema": parameter.schema });
        if !parameter.about.is_empty() {
            said["description"] = parameter.about.clone().into();
        }
        if let Some(example) = example_of_query(route, &parameter.name) {
            said["example"] = example.into();
        }
        said
    }));
    let answer = (route.answer)(schemas).map(schemars::Schema::to_value);
    let mut operation = json!({ "operationId": id(route), "summary": summary(route), "tags": [tag(route)] });
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    operation["responses"] = responses(route, answer.as_ref());
    operation
}

fn responses(route: &Route, answer: Option<&Value>) -> Value {
    let shared = |name: &str| json!({ "$ref": format!("#/components/responses/{name}") });
    let mut responses = json!({});
    if let Some(answer) = answer {
        responses["200"] = json!({ "description": summary(route), "content": content(route, answer) });
        responses["304"] = shared("NotModified");
    }
    responses["3XX"] = shared("Elsewhere");
    for (status, name) in [("400", "Wrong"), ("404", "Missing"), ("4XX", "Refused"), ("5XX", "Failed")] {
        responses[status] = match answer {
            // The page, which says what is wrong with it, is the answer.
            Some(answer) if route.tells_what_is_wrong && status.starts_with('4') && name != "Missing" => json!({
                "description": "It tells what is wrong.",
                "content": { "application/json": { "schema": { "anyOf": [answer, { "$ref": ERROR }] } } },
            }),
            _ if route.format == Format::Html && has_json_address(route) => shared(name),
            _ => json!({ "description": "It failed.", "content": failed_content(route) }),
        };
    }
    responses
}

/// What an answer is.
fn content(route: &Route, answer: &Value) -> Value {
    let mut content = json!({ "application/json": { "schema": answer } });
    if let Some(kind) = other_type(route) {
        content[kind] = json!({ "schema": { "type": "string" } });
    }
    content
}

/// What it is for those who do not ask for JSON.
fn other_type(route: &Route) -> Option<&'static str> {
    match route.format {
        Format::Html if has_json_address(route) => None,
        Format::Html => Some("text/html"),
        Format::Xml if route.path.contains(".atom") => Some("application/atom+xml"),
        Format::Xml => Some("application/rss+xml"),
        Format::Svg => Some("image/svg+xml"),
    }
}

fn failed_content(route: &Route) -> Value {
    let mut content = error_content();
    let kind = match route.format {
        Format::Html => "text/html",
        Format::Xml => "application/xml",
        Format::Svg => "image/svg+xml",
    };
    content[kind] = json!({ "schema": { "type": "string" } });
    content
}

/// The parameters that stand in the path.
fn in_path(route: &Route) -> impl Iterator<Item = Value> {
    let example = route.examples.first().map_or("", |example| example.split('?').next().unwrap_or_default());
    let own = route.path.split('/').enumerate();
    own.filter_map(move |(place, segment)| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        let (name, is_rest) = name.strip_prefix('*').map_or((name, false), |name| (name, true));
        let kind = name.replace('_', " ");
        let about =
            if is_rest { format!("The name of the {kind}.") } else { format!("The {kind}, by its id or its name.") };
        let mut given = example.split('/').skip(place);
        let example =
            if is_rest { given.collect::<Vec<_>>().join("/") } else { given.next().unwrap_or_default().to_owned() };
        let schema = json!({ "type": "string", "minLength": 1 });
        Some(json!({
            "name": name, "in": "path", "required": true, "description": about, "schema": schema, "example": example,
        }))
    })
}

/// What one of its examples has in this parameter.
fn example_of_query(route: &Route, name: &str) -> Option<String> {
    let queries = route.examples.iter().filter_map(|example| example.split_once('?'));
    let mut pairs = queries.flat_map(|(_, query)| form_urlencoded::parse(query.as_bytes()));
    pairs.find(|(n, _)| n == name).map(|(_, value)| value.into_owned())
}

/// `builds_build_changelog`.
fn id(route: &Route) -> String {
    let words = route.path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("_");
    if id.is_empty() { "overview".to_owned() } else { id }
}

/// What is there, in a few words.
pub(super) fn summary(route: &Route) -> String {
    if let (Some(title), about) = (route.title, route.about) {
        return if about.is_empty() { title.to_owned() } else { format!("{title}: {about}") };
    }
    let mut words: Vec<String> = Vec::new();
    for segment in route.path.split('/').filter(|segment| !segment.is_empty()) {
        match segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) {
            Some(kind) => {
                // `/builds/{build}`: one of what stands before it.
                words.pop();
                let kind = kind.trim_start_matches('*').replace('_', " ");
                let article = if kind.starts_with(['a', 'e', 'o']) { "an" } else { "a" };
                words.push(format!("{article} {kind}"));
            }
            None => words.push(segment.replace('-', " ")),
        }
    }
    words.reverse();
    if words.is_empty() { "The overview".to_owned() } else { words.join(" of ") }
}

/// The section that it is in.
fn tag(route: &Route) -> String {
    route.section.map_or_else(|| "Others".to_owned(), |section| format!("{section:?}"))
}
