//! What a page reads and what it answers, told by the types that its handler takes and gives.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use super::files::Files;
use super::{HubAddress, ListQuery, OwnHosts, Parameter, Path, PathOfTwo, Query, Redirect, Result, Routes};
use crate::hub::Hub;
use crate::urls::PageQuery;

/// What a handler takes from a request, and which parameters of the address it reads for that.
pub trait Parameters {
    /// The parameters; none for what is read from elsewhere.
    #[must_use]
    fn parameters() -> Vec<Parameter> {
        Vec::new()
    }
}

/// The fields of a struct that is read from a query.
fn of_query<T: JsonSchema>() -> Vec<Parameter> {
    let settings = SchemaSettings::default().with(|settings| settings.inline_subschemas = true);
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let fields = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let parameter = |(name, field): (&String, &Value)| {
        let mut schema = field.clone();
        let about = schema.as_object_mut().and_then(|schema| schema.remove("description"));
        let about = about.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        Parameter { name: name.clone(), about, schema: without_null(schema) }
    };
    fields.map(parameter).collect()
}

/// What is not given is absent, and never null.
fn without_null(mut schema: Value) -> Value {
    let is_null = |schema: &Value| schema.get("type").and_then(Value::as_str) == Some("null");
    let Some(members) = schema.as_object_mut() else { return schema };
    members.remove("default");
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|name| name != "null");
        if let [one] = &types[..] {
            let one = one.clone();
            members.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(values)) = members.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    if let Some(Value::Array(arms)) = members.get_mut("anyOf") {
        arms.retain(|arm| !is_null(arm));
        if let [one] = &arms[..] {
            return one.clone();
        }
    }
    schema
}

impl<T: JsonSchema> Parameters for Query<T> {
    fn parameters() -> Vec<Parameter> {
        of_query::<T>()
    }
}

impl Parameters for ListQuery {
    fn parameters() -> Vec<Parameter> {
        of_query::<PageQuery>()
    }
}

impl Parameters for Files {}
impl Parameters for Hub {}
impl Parameters for HubAddress {}
impl Parameters for OwnHosts {}
impl Parameters for Routes {}
impl Parameters for HeaderMap {}
impl Parameters for Uri {}
impl<T> Parameters for Path<T> {}
impl<T, U> Parameters for PathOfTwo<T, U> {}
impl<T> Parameters for State<T> {}

/// What a handler gives.
pub trait Answers {
    /// May it be a page that tells what was wrong with what was asked?
    const TELLS_WHAT_IS_WRONG: bool = false;

    /// The schema of its JSON; none where it leads elsewhere.
    #[must_use]
    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

impl<A: Answers> Answers for Result<A> {
    const TELLS_WHAT_IS_WRONG: bool = A::TELLS_WHAT_IS_WRONG;

    fn schema(schemas: &mut SchemaGenerator) -> Option<Schema> {
        A::schema(schemas)
    }
}

impl<A: Answers> Answers for (StatusCode, A) {
    const TELLS_WHAT_IS_WRONG: bool = true;

    fn schema(schemas: &mut SchemaGenerator) -> Option<Schema> {
        A::schema(schemas)
    }
}

impl Answers for Redirect {}

/// The handler of a page, which tells what it takes and what it gives.
pub trait Endpoint<Arguments> {
    /// All parameters of the address that it reads.
    fn parameters() -> Vec<Parameter>;
    /// May it answer with a page that tells what was wrong with what was asked?
    const TELLS_WHAT_IS_WRONG: bool;
    /// The schema of its JSON.
    fn schema(schemas: &mut SchemaGenerator) -> Option<Schema>;
}

macro_rules! endpoints {
    ($($argument:ident)*) => {
        impl<H, F, A, $($argument: Parameters),*> Endpoint<($($argument,)*)> for H
        where
            H: Fn($($argument),*) -> F,
            F: Future<Output = A>,
            A: Answers,
        {
            fn parameters() -> Vec<Parameter> {
                let all: Vec<Vec<Parameter>> = vec![$($argument::parameters()),*];
                all.into_iter().flatten().collect()
            }
            const TELLS_WHAT_IS_WRONG: bool = A::TELLS_WHAT_IS_WRONG;
            fn schema(schemas: &mut SchemaGenerator) -> Option<Schema> {
                A::schema(schemas)
            }
        }
    };
}
endpoints!();
endpoints!(T1);
endpoints!(T1 T2);
endpoints!(T1 T2 T3);
endpoints!(T1 T2 T3 T4);
endpoints!(T1 T2 T3 T4 T5);
endpoints!(T1 T2 T3 T4 T5 T6);

#[cfg(test)]
mod tests {
    use super::{Parameters as _, Query};
    use crate::urls::BuildsUrl;

    #[test]
    fn parameters_are_named_as_in_addresses() {
        let all = Query::<BuildsUrl>::parameters();
        let text = all.iter().find(|parameter| parameter.name == "match").unwrap();
        assert!(text.about.starts_with("A package, an NVR"), "{text:?}");
        assert!(all.iter().any(|parameter| parameter.name == "state"), "{all:?}");
    }
}
