//! The variable part of an address.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use super::Error;

/// The one parameter of the path, decoded: text, or what is made of text. What is not UTF-8, or holds a control character,
/// is 400.
pub struct Path<T = String>(pub T);

impl<S: Send + Sync, T: From<String>> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let undecodable = || Error::Address(parts.uri.path().to_owned());
        let params = RawPathParams::from_request_parts(&mut parts.clone(), state).await.map_err(|_| undecodable())?;
        let value = params.iter().next().map(|(_, value)| value.to_owned()).ok_or_else(undecodable)?;
        if value.chars().any(char::is_control) { Err(undecodable()) } else { Ok(Self(value.into())) }
    }
}
