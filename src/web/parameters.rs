//! The parameters that a page reads, told by the types that its handler takes.

use axum::extract::State;
use axum::http::Uri;
use schemars::{JsonSchema, SchemaGenerator};

use super::files::Files;
use super::{HubAddress, ListQuery, Path, PathOfTwo, Query, Routes};
use crate::hub::Hub;
use crate::urls::PageQuery;

/// A parameter of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it means: the documentation of the field that it is read into.
    pub about: String,
}

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

impl Parameters for () {}
impl Parameters for Files {}
impl Parameters for Hub {}
impl Parameters for HubAddress {}
impl Parameters for Routes {}
impl Parameters for Uri {}
impl<T> Parameters for Path<T> {}
impl<T, U> Parameters for PathOfTwo<T, U> {}
impl<T> Parameters for State<T> {}

/// All that a handler takes. The first type is not one that it takes: axum tells kinds of handlers apart by it.
macro_rules! handlers {
    ($($taken:ident)*) => {
        impl<Kind, $($taken: Parameters),*> Parameters for (Kind, $($taken,)*) {
            fn parameters() -> Vec<Parameter> {
                let all: Vec<Vec<Parameter>> = vec![$($taken::parameters()),*];
                all.into_iter().flatten().collect()
            }
        }
    };
}
handlers!();
handlers!(A);
handlers!(A B);
handlers!(A B C);
handlers!(A B C D);
handlers!(A B C D E);
handlers!(A B C D E F);

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
