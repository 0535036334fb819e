//! What a page reads and what it answers, told by the types that its handler takes and gives.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use schemars::{JsonSchema, Schema, SchemaGenerator};

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
    let schema = SchemaGenerator::default().into_root_schema_for::<T>();
    let fields = schema.get("properties").and_then(serde_json::Value::as_object).into_iter().flatten();
    let about =
        |field: &serde_json::Value| field.get("description").and_then(|about| about.as_str()).map(str::to_owned);
    fields.map(|(name, field)| Parameter { name: name.clone(), about: about(field).unwrap_or_default() }).collect()
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
    /// The schema of its JSON; none where it leads elsewhere.
    #[must_use]
    fn schema() -> Option<Schema> {
        None
    }
}

impl<A: Answers> Answers for Result<A> {
    fn schema() -> Option<Schema> {
        A::schema()
    }
}

impl<A: Answers> Answers for (StatusCode, A) {
    fn schema() -> Option<Schema> {
        A::schema()
    }
}

impl Answers for Redirect {}

/// The handler of a page, which tells what it takes and what it gives.
pub trait Endpoint<Arguments> {
    /// All parameters of the address that it reads.
    fn parameters() -> Vec<Parameter>;
    /// The schema of its JSON.
    fn schema() -> Option<Schema>;
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
            fn schema() -> Option<Schema> {
                A::schema()
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
