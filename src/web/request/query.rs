//! The parameters of an address as a page's own struct; what is wrong with them is told by name.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::web::Error;

/// The page's parameters. A doubled one, one that is not UTF-8, and one that the type refuses are 400.
pub struct Query<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        read(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// Bytes of a path and its query at most.
pub const LONGEST_ADDRESS: usize = 4096;
/// Parameters at most.
const MOST: usize = 32;

/// Is an address longer, or does it have more parameters, than any page needs?
pub(in crate::web) fn is_too_long(uri: &axum::http::Uri) -> bool {
    let query = uri.query().unwrap_or_default();
    // Four thousand characters that readers paste are up to twelve times as many bytes.
    let longest = if uri.path().ends_with("/search") { 12 * LONGEST_ADDRESS } else { LONGEST_ADDRESS };
    uri.path().len() + query.len() > longest || form_urlencoded::parse(query.as_bytes()).count() > MOST
}

/// The parameter that names a file, which may hold anything: it is taken to the letter.
const FILE: &str = "path";

/// The parameter that holds what readers paste, over lines too.
const PASTED: &str = "q";

/// The parameter that holds JSON, over lines too.
const JSON: &str = "args";

/// The parameters that are not empty, whatever they hold.
pub(in crate::web) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let all = form_urlencoded::parse(query.as_bytes());
    let trimmed = all.map(|(name, value)| {
        // A copy of HTML has `&amp;` where the address has `&`.
        let name = name.trim().trim_start_matches("amp;");
        let value = match name {
            FILE => value.into_owned(),
            _ => value.trim().to_owned(),
        };
        (name.to_owned(), value)
    });
    trimmed.filter(|(_, value)| !value.is_empty())
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Error> {
    for (pair, (name, value)) in
        query.split('&').filter(|pair| !pair.is_empty()).zip(form_urlencoded::parse(query.as_bytes()))
    {
        if percent_decode_str(pair).decode_utf8().is_err() {
            return Err(Error::parameter(&name, &value, "text in UTF-8"));
        }
        // A hub refuses a request that holds one, but for those that XML knows.
        let is_known = |c: char| match &*name {
            PASTED => true,
            FILE => matches!(c, '\n' | '\t'),
            JSON => matches!(c, '\n' | '\r' | '\t'),
            _ => false,
        };
        let is_refused = |c: char| c.is_control() && !is_known(c);
        if value.chars().any(is_refused) {
            return Err(Error::parameter(&name, &value, "text without control characters"));
        }
    }
    let pairs: Vec<(String, String)> = pairs(query).collect();
    for (at, (name, value)) in pairs.iter().enumerate() {
        if pairs[..at].iter().any(|(earlier, _)| earlier == name) {
            return Err(Error::parameter(name, value, "one value, and it is given twice"));
        }
    }
    let plain = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let reader = serde_html_form::Deserializer::new(form_urlencoded::parse(plain.as_bytes()));
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let name = error.path().to_string();
        let value = pairs.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value.as_str());
        Error::parameter(&name, value, &in_english(&error.inner().to_string()))
    })
}

/// What a parameter may hold, in plain English: Rust's own words on numbers and enums are for programmers.
fn in_english(message: &str) -> String {
    let of_numbers = ["invalid digit", "number too", "parse integer"];
    if of_numbers.iter().any(|words| message.contains(words)) {
        return "a whole number".to_owned();
    }
    let of_enums = message.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected "));
    of_enums.map_or(message, |(_, expected)| expected).replace('`', "")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Error, read};

    #[derive(Debug, PartialEq, Deserialize)]
    struct Asked {
        offset: Option<u32>,
        user: Option<String>,
    }

    #[test]
    fn what_is_wrong_is_told_by_name() {
        assert_eq!(
            read::<Asked>("offset=&user=a+b%20c&x=1").unwrap(),
            Asked { offset: None, user: Some("a b c".into()) }
        );
        for (query, wrong) in [
            ("offset=x", "offset"),
            ("user=%ff", "user"),
            ("user=a&user=b", "user"),
            ("user=%00", "user"),
            ("offset=-1", "offset"),
        ] {
            match read::<Asked>(query) {
                Err(Error::Parameter { name, .. }) => assert_eq!(name, wrong),
                other => panic!("{query}: {other:?}"),
            }
        }
    }
}
