//! Why a task waits, as pages say it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::model::TaskState;
use crate::hub::{Candidate, Verdict, Waiting};
use crate::urls::{self, Url};

/// What a page shows of a task that waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhyWaiting {
    /// What it waits for.
    #[serde(flatten)]
    pub waiting: Waiting,
}

/// Hosts that are shown of each verdict.
const OF_EACH: usize = 4;

impl WhyWaiting {
    /// Of this.
    #[must_use]
    pub fn of(waiting: Waiting) -> Self {
        Self { waiting }
    }

    /// For what it waits: `s390x in channel default`.
    #[must_use]
    pub fn kind(&self) -> String {
        let arch = self.waiting.task.arch.as_deref().unwrap_or("noarch");
        match self.waiting.channel.get() {
            Some(channel) => format!("{arch} in channel {}", channel.name),
            None => arch.to_owned(),
        }
    }

    /// The reason, in a sentence.
    #[must_use]
    pub fn reason(&self) -> String {
        let waiting = &self.waiting;
        if waiting.task.state == TaskState::Assigned {
            return "It is given to a host, which has not begun it yet.".to_owned();
        }
        if let Some(channel) = waiting.channel.get().filter(|channel| !channel.is_enabled()) {
            return format!("Channel {} is disabled: the hub gives out nothing in it.", channel.name);
        }
        if waiting.hosts.is_none() {
            return "Which hosts could take it is not known.".to_owned();
        }
        let hosts = waiting.hosts().len();
        let able = waiting.count(Verdict::Able);
        let before = waiting.place.map_or(0, |place| place.before);
        match (hosts, able) {
            (0, _) => format!("No host is there for {}.", self.kind()),
            (1, 1) => "The one host for it has capacity left.".to_owned(),
            (1, 0) => format!("The one host for it cannot take it now: {}.", self.others()),
            (_, 0) => format!("None of the {hosts} hosts for it can take it now: {}.", self.others()),
            _ if able <= before => {
                format!("{able} of {hosts} hosts for it have capacity left, and {before} tasks are before it.")
            }
            _ => format!("{able} of {hosts} hosts for it {} capacity left.", if able == 1 { "has" } else { "have" }),
        }
    }

    /// What the hosts that cannot take it are: `1 refused it, 3 full`.
    fn others(&self) -> String {
        const WORDS: [(Verdict, &str); 4] = [
            (Verdict::Refused, "refused it"),
            (Verdict::Full, "full"),
            (Verdict::NotReady, "not ready"),
            (Verdict::Disabled, "disabled"),
        ];
        let counts = WORDS.map(|(verdict, word)| (self.waiting.count(verdict), word));
        let some = counts.iter().filter(|(count, _)| *count > 0);
        some.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    }

    /// Its place in the queue, in a sentence.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let place = self.waiting.place?;
        Some(match (place.before, place.of) {
            (0, Some(1)) => format!("No other task waits for {}.", self.kind()),
            (0, Some(of)) => format!("It is the next of {of} tasks that wait for {}.", self.kind()),
            (before, Some(of)) => format!("{before} of {of} tasks that wait for {} are before it.", self.kind()),
            (before, None) => format!("More than {before} tasks that wait for {} are before it.", self.kind()),
        })
    }

    /// Some hosts of each verdict.
    #[must_use]
    pub fn hosts(&self) -> Vec<&Candidate> {
        let hosts = self.waiting.hosts();
        let nth = |place: usize| hosts[..place].iter().filter(|other| other.verdict == hosts[place].verdict).count();
        hosts.iter().enumerate().filter(|(place, _)| nth(*place) < OF_EACH).map(|(_, candidate)| candidate).collect()
    }

    /// The list of all of them.
    #[must_use]
    pub fn all_hosts(&self) -> Option<Url> {
        let channel = self.waiting.channel.get()?;
        Some(urls::hosts_for(&channel.name, &channel.id, self.waiting.task.arch.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::hub::Part;

    #[test]
    fn what_is_said_of_the_hosts() {
        let task = serde_json::json!({"id": 7, "method": "buildArch", "state": 0, "arch": "s390x"});
        let task = serde_json::from_value(task).unwrap();
        let waiting = Waiting { task, channel: Part::Nothing, place: None, hosts: None, runs: Vec::new() };
        let mut why = WhyWaiting::of(waiting);
        assert_eq!(why.reason(), "Which hosts could take it is not known.");
        why.waiting.hosts = Some(Vec::new());
        assert_eq!(why.reason(), "No host is there for s390x.");

        // Some of each verdict are shown.
        let candidate = |id: i64, verdict| {
            let host = serde_json::from_value(serde_json::json!({"id": id, "name": format!("h{id}")})).unwrap();
            Candidate { host: Arc::new(host), verdict, refusal: None }
        };
        let able = (1..=6).map(|id| candidate(id, Verdict::Able));
        why.waiting.hosts = Some(able.chain([candidate(7, Verdict::Full), candidate(8, Verdict::Full)]).collect());
        assert_eq!(why.hosts().iter().map(|shown| shown.host.id.0).collect::<Vec<_>>(), [1, 2, 3, 4, 7, 8]);
        assert_eq!(why.reason(), "6 of 8 hosts for it have capacity left.");
    }
}
