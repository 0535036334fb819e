//! Addresses in JSON: below the base path of the site whose answer it is.

use std::cell::RefCell;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use super::{BasePath, Url};

thread_local! {
    /// The base path of the site whose answer is written on this thread, while one is.
    static BASE: RefCell<Option<BasePath>> = const { RefCell::new(None) };
}

/// Writes an answer of the site below this base path. What writes JSON passes nothing along to the values that it writes,
/// so the path lies beside it for as long as that takes.
pub fn written_below<T>(base: &BasePath, write: impl FnOnce() -> T) -> T {
    /// Puts the path back where it was, even if the writing panics.
    struct Restore(Option<BasePath>);
    impl Drop for Restore {
        fn drop(&mut self) {
            BASE.replace(self.0.take());
        }
    }
    let _restore = Restore(BASE.replace(Some(base.clone())));
    write()
}

impl Serialize for Url {
    /// An error outside of an answer, where no base path is known.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let below = BASE.with_borrow(|base| base.as_ref().map(|base| self.below(base)));
        below.ok_or_else(|| S::Error::custom("an address outside of an answer"))?.serialize(serializer)
    }
}

impl JsonSchema for Url {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Url".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string", "format": "uri-reference", "description": "An address of this site." })
    }
}

#[cfg(test)]
mod tests {
    use super::written_below;
    use crate::urls::overview;

    #[test]
    fn addresses_stand_below_the_base_path() {
        let write = || serde_json::to_string(&overview()).ok();
        assert_eq!(written_below(&"/koji".parse().unwrap(), write).as_deref(), Some("\"/koji/\""));
        assert_eq!(write(), None);
        let nested = written_below(&"/a".parse().unwrap(), || {
            written_below(&"/b".parse().unwrap(), || ());
            write()
        });
        assert_eq!(nested.as_deref(), Some("\"/a/\""));
    }
}
