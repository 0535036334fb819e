//! `/openapi`: all addresses for programs, as a page for people; its JSON, `/openapi.json`, is the document itself.

use askama::{Template, Values};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::document;
use crate::urls::{self, BasePath};
use crate::web::response::json::Told;
use crate::web::response::respond;
use crate::web::{Answers, Context, Represent, filters};

/// What the template sees.
#[derive(Template)]
#[template(path = "openapi/show.html", blocks = ["title"])]
pub struct Page {
    document: Value,
    operations: Vec<Operation>,
}

/// An address.
struct Operation {
    /// The path, with names in braces for what varies.
    path: String,
    /// What is there.
    summary: String,
    /// The section of the site that it is in.
    section: String,
    parameters: Vec<Named>,
    /// The members of its JSON.
    members: Vec<Named>,
}

/// A parameter of an address, or a member of an answer.
struct Named {
    name: String,
    /// What it may be, in words.
    kind: String,
    about: String,
}

/// The page.
pub async fn get(State(context): State<Context>) -> Page {
    let document = document::of(&context);
    let paths = document["paths"].as_object().into_iter().flatten();
    let read = |(path, item): (&String, &Value)| Operation::read(path, &item["get"], &document["components"]);
    let operations = paths.map(read).collect();
    Page { document, operations }
}

impl Represent for Page {
    fn whole(&self, values: &dyn Values) -> askama::Result<String> {
        self.render_with_values(values)
    }
    fn title(&self, values: &dyn Values) -> askama::Result<String> {
        self.as_title().render_with_values(values)
    }
    fn fragment(&self, _: &str, _: &dyn Values) -> Option<askama::Result<String>> {
        None
    }
    fn is_for_others(&self, _: &str) -> bool {
        false
    }
    /// The document, with nothing that such a document cannot have.
    fn json(&self, _: &BasePath, _: Told) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&self.document)
    }
}

impl Answers for Page {
    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        Some(json_schema!({ "type": "object", "description": "An OpenAPI document." }))
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        respond(StatusCode::OK, self)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Operation {
    fn read(path: &str, operation: &Value, components: &Value) -> Self {
        let all = operation["parameters"].as_array().into_iter().flatten();
        let parameters = all.map(|parameter| Named {
            name: text(&parameter["name"]),
            kind: kind(&parameter["schema"], components),
            about: text(&parameter["description"]),
        });
        let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let members = answer["properties"].as_object().into_iter().flatten();
        let member = |(name, schema): (&String, &Value)| Named {
            name: name.clone(),
            kind: kind(schema, components),
            about: text(&schema["description"]),
        };
        Self {
            path: path.to_owned(),
            summary: text(&operation["summary"]),
            section: text(&operation["tags"][0]),
            parameters: parameters.collect(),
            members: members
                .filter(|(name, _)| !matches!(name.as_str(), "missing" | "outage_age"))
                .map(member)
                .collect(),
        }
    }
}

/// What a schema says of a value, in a word or two.
fn kind(schema: &Value, components: &Value) -> String {
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(text).collect::<Vec<_>>().join(" | ");
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let named = &components["schemas"][name];
        return if named["type"] == "object" { name.to_owned() } else { kind(named, components) };
    }
    if let Some(arms) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        let kinds: Vec<String> = arms.iter().map(|arm| kind(arm, components)).filter(|kind| !kind.is_empty()).collect();
        return kinds.join(" | ");
    }
    if let Some(word) = schema["const"].as_str() {
        return word.to_owned();
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => format!("list of {}", kind(&schema["items"], components)),
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(" | "),
        _ => "any".to_owned(),
    }
}

impl Page {
    /// The sections, each with its addresses, in the order of the document.
    fn sections(&self) -> Vec<(&str, Vec<&Operation>)> {
        let mut sections: Vec<(&str, Vec<&Operation>)> = Vec::new();
        for operation in &self.operations {
            match sections.iter_mut().find(|(section, _)| *section == operation.section) {
                Some((_, all)) => all.push(operation),
                None => sections.push((&operation.section, vec![operation])),
            }
        }
        sections
    }
}
