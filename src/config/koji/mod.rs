//! What Koji's own files of settings say: profiles of its clients, and kojiweb's settings.

mod ini;
mod migrate;
pub(super) mod profile;
mod web_conf;

pub use self::migrate::{Migrated, migrate};
