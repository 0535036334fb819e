//! The variable part of an address.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::web::Error;

/// The one parameter of the path, decoded: text, or what is made of text. What is not UTF-8, or holds a control character,
/// is 400.
pub struct Path<T = String>(pub T);

impl<S: Send + Sync, T: From<String>> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let [value] = values(parts, state).await?;
        Ok(Self(value.into()))
    }
}

/// The same for two parameters.
pub struct PathOfTwo<T = String, U = String>(pub T, pub U);

impl<S: Send + Sync, T: From<String>, U: From<String>> FromRequestParts<S> for PathOfTwo<T, U> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let [first, second] = values(parts, state).await?;
        Ok(Self(first.into(), second.into()))
    }
}

async fn values<S: Send + Sync, const N: usize>(parts: &Parts, state: &S) -> Result<[String; N], Error> {
    let undecodable = || Error::Address(parts.uri.path().to_owned());
    let params = RawPathParams::from_request_parts(&mut parts.clone(), state).await.map_err(|_| undecodable())?;
    let values: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
    if values.iter().any(|value| value.chars().any(char::is_control)) {
        return Err(undecodable());
    }
    values.try_into().map_err(|_| undecodable())
}
