//! What a process takes over of settings that have changed, and for what it has to be started again.

use clap::{Args as _, Command};

use super::load::key;
use super::{Loaded, Look, Policy};

impl Loaded {
    /// The settings that are others than these were, and that take effect only when the process is started again.
    #[must_use]
    pub fn wait_for_a_start(&self, before: &Self) -> Vec<&str> {
        let taken_over = Policy::augment_args(Look::augment_args(Command::new("")));
        let taken_over: Vec<String> = taken_over.get_arguments().map(key).collect();
        let pairs = self.settings.iter().zip(&before.settings);
        let changed = pairs.filter(|(now, before)| now.values != before.values);
        let waits = changed.map(|(now, _)| now.key.as_str()).filter(|key| !taken_over.iter().any(|other| other == key));
        waits.collect()
    }
}
