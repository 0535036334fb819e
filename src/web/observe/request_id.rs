//! A name for each request, by which a line of the access log is found.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;

/// Characters of a name that a proxy gave.
const LONGEST: usize = 64;

/// The name that a trusted proxy gave the request, or one of our own.
pub(super) fn of(headers: &HeaderMap, is_from_proxy: bool) -> String {
    let is_name = |name: &&str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=');
        (1..=LONGEST).contains(&name.len()) && name.bytes().all(is_plain)
    };
    let given = headers.get("x-request-id").filter(|_| is_from_proxy).and_then(|name| name.to_str().ok());
    given.filter(is_name).map_or_else(next, str::to_owned)
}

/// Differs from one start of the process to the next.
static START: LazyLock<u64> = LazyLock::new(|| {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    (since, std::process::id()).hash(&mut hasher);
    hasher.finish() & u64::from(u32::MAX)
});

fn next() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    format!("{:08x}-{:x}", *START, NUMBER.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_name_is_taken_from_a_proxy_alone() {
        let named = |name| HeaderMap::from_iter([("x-request-id".parse().unwrap(), HeaderValue::from_static(name))]);
        assert_eq!(of(&named("abc-1.2_3="), true), "abc-1.2_3=");
        for (name, is_from_proxy) in [("abc", false), ("", true), ("a b", true), ("a\"b", true)] {
            assert_ne!(of(&named(name), is_from_proxy), name);
        }
        assert_ne!(next(), next());
    }
}
