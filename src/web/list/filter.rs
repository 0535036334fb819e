//! Filters of a list that hold what is not there, or what cannot be asked: the form is shown again.

use std::sync::Arc;

use super::List;
use super::form::Form;
use crate::hub::{self, Hub};
use crate::urls::Url;
use crate::web::{Error, Here, Result};

/// A filter form of which a field holds what is not there, or what cannot be asked.
#[derive(Debug)]
pub struct FilterForm {
    form: Form,
    here: Here,
    field: &'static str,
    near: Vec<String>,
}

impl FilterForm {
    /// The form.
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The address that was asked for.
    #[must_use]
    pub fn here(&self) -> &Here {
        &self.here
    }

    /// The parameter that is wrong.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// Names that are near to it.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.near
    }

    /// The same, each with the address of the list of that.
    #[must_use]
    pub fn near(&self) -> Vec<(&str, Url)> {
        let at = |name: &str| self.here.with(&[(self.field, Some(name.to_owned())), ("offset", None)]);
        self.near.iter().map(|name| (name.as_str(), at(name))).collect()
    }
}

impl<T> List<T> {
    /// What the filter `field` names, as the hub found it.
    ///
    /// # Errors
    ///
    /// Those of the hub; where there is no such thing, with the form that is to be shown again and what is near to it.
    pub async fn named<N>(
        &self,
        hub: &Hub,
        field: &'static str,
        found: Result<N, hub::Error>,
        form: impl FnOnce() -> Form,
    ) -> Result<N> {
        match found {
            Ok(found) => Ok(found),
            Err(error @ hub::Error::Missing { .. }) => Err(self.with_form(hub, field, error.into(), form).await),
            Err(error) => Err(error.into()),
        }
    }

    /// The error of a filter that holds what is not there, or what cannot be asked, with the form.
    pub async fn with_form(&self, hub: &Hub, field: &'static str, error: Error, form: impl FnOnce() -> Form) -> Error {
        let near = match &error {
            Error::Missing { what, which } => hub.near(what, which).await,
            Error::Parameter { .. } => Vec::new(),
            _ => return error,
        };
        let form = FilterForm { form: form().with_wrong(field), here: self.here.clone(), field, near };
        Error::Filter { error: Box::new(error), form: Arc::new(form) }
    }
}
