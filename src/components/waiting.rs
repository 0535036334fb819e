//! Why a task waits, as pages say it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::methods::{Host, Refusal};
use crate::hub::model::{TaskState, Timestamp};
use crate::hub::{Candidate, Verdict, Waiting};
use crate::urls::{self, Url};
use crate::web::filters;

/// What a page shows of a task that waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhyWaiting {
    /// What it waits for.
    #[serde(flatten)]
    pub waiting: Waiting,
}

/// Hosts that are shown of each verdict.
const OF_EACH: usize = 4;
/// Refusals that stand beside the reason.
const REFUSALS: usize = 3;

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

    /// Its place in the queue, and which hosts could take it, in a sentence.
    #[must_use]
    pub fn said(&self) -> String {
        let waiting = &self.waiting;
        if waiting.task.state == TaskState::Assigned {
            return "It is given to a host, which has not begun it yet.".to_owned();
        }
        if let Some(channel) = waiting.channel.get().filter(|channel| !channel.is_enabled()) {
            return format!("Channel {} is disabled: the hub gives out nothing in it.", channel.name);
        }
        match self.place() {
            Some(place) => format!("{place}, and {}.", self.able()),
            None => format!("{}.", filters::capitalized(&self.able())),
        }
    }

    /// Which hosts could take it.
    fn able(&self) -> String {
        let waiting = &self.waiting;
        if waiting.hosts.is_none() {
            return "which hosts could take it is not known".to_owned();
        }
        let hosts = waiting.hosts().len();
        let able = waiting.count(Verdict::Able);
        let before = waiting.place.map_or(0, |place| place.before);
        match (hosts, able) {
            (0, _) => format!("there is no host for {}", self.kind()),
            (1, 1) => "the one host for it has capacity left".to_owned(),
            (1, 0) => format!("the one host for it cannot take it now: {}", self.others()),
            (_, 0) => format!("none of the {hosts} hosts for it can take it now: {}", self.others()),
            _ => format!(
                "{}{able} of {hosts} hosts for it {} capacity left",
                if able <= before { "only " } else { "" },
                if able == 1 { "has" } else { "have" }
            ),
        }
    }

    /// What the hosts that cannot take it are: `1 refused it, 3 full`.
    fn others(&self) -> String {
        const WORDS: [(Verdict, &str); 5] = [
            (Verdict::Refused, "refused it"),
            (Verdict::Full, "full"),
            (Verdict::Silent, "silent"),
            (Verdict::NotReady, "not ready"),
            (Verdict::Disabled, "disabled"),
        ];
        let counts = WORDS.map(|(verdict, word)| (self.waiting.count(verdict), word));
        let some = counts.iter().filter(|(count, _)| *count > 0);
        let counted = some.map(|(count, word)| match (*word, self.silent_since()) {
            ("silent", Some(last)) => format!("{count} {word}, the last one since {}", filters::in_utc(&last)),
            _ => format!("{count} {word}"),
        });
        counted.collect::<Vec<_>>().join(", ")
    }

    /// When the last of the silent hosts was heard of.
    fn silent_since(&self) -> Option<Timestamp> {
        let silent = self.waiting.hosts().iter().filter(|candidate| candidate.verdict == Verdict::Silent);
        let last = silent.filter_map(|candidate| candidate.host.update_ts?).max_by(f64::total_cmp)?;
        Timestamp::of_seconds(last)
    }

    /// What was said by the hosts that refused it.
    #[must_use]
    pub fn refusals(&self) -> Vec<(&Host, &Refusal)> {
        let refused = self.waiting.hosts().iter().filter_map(|one| Some((&*one.host, one.refusal.as_ref()?)));
        refused.take(REFUSALS).collect()
    }

    /// Its place in the queue.
    fn place(&self) -> Option<String> {
        let place = self.waiting.place?;
        Some(match (place.before, place.of) {
            (0, Some(1)) => format!("No other task waits for {}", self.kind()),
            (0, Some(of)) => format!("It is the next of {of} tasks that wait for {}", self.kind()),
            (before, Some(of)) => format!("{before} of {of} tasks that wait for {} are before it", self.kind()),
            (before, None) => format!("More than {before} tasks that wait for {} are before it", self.kind()),
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
    use crate::hub::{Part, Place};

    #[test]
    fn what_is_said_of_the_hosts() {
        let task = serde_json::json!({"id": 7, "method": "buildArch", "state": 0, "arch": "s390x"});
        let task = serde_json::from_value(task).unwrap();
        let waiting = Waiting { task, channel: Part::Nothing, place: None, hosts: None, runs: Vec::new() };
        let mut why = WhyWaiting::of(waiting);
        assert_eq!(why.said(), "Which hosts could take it is not known.");
        why.waiting.hosts = Some(Vec::new());
        assert_eq!(why.said(), "There is no host for s390x.");

        // Some of each verdict are shown.
        let candidate = |id: i64, verdict| {
            let host = serde_json::from_value(serde_json::json!({"id": id, "name": format!("h{id}")})).unwrap();
            Candidate { host: Arc::new(host), verdict, refusal: None }
        };
        let able = (1..=6).map(|id| candidate(id, Verdict::Able));
        why.waiting.hosts = Some(able.chain([candidate(7, Verdict::Full), candidate(8, Verdict::Full)]).collect());
        assert_eq!(why.hosts().iter().map(|shown| shown.host.id.0).collect::<Vec<_>>(), [1, 2, 3, 4, 7, 8]);
        assert_eq!(why.said(), "6 of 8 hosts for it have capacity left.");

        // Hosts that were not heard of take nothing.
        let silent = |id: i64, heard: Option<f64>| {
            let mut silent = candidate(id, Verdict::Silent);
            Arc::make_mut(&mut silent.host).update_ts = Some(heard);
            silent
        };
        why.waiting.hosts = Some(vec![silent(1, Some(60.0)), silent(2, None), silent(3, Some(3660.0))]);
        why.waiting.place = Some(Place { before: 2, of: Some(5) });
        let silent = "none of the 3 hosts for it can take it now: 3 silent, the last one since 1970-01-01 01:01:00";
        assert_eq!(why.said(), format!("2 of 5 tasks that wait for s390x are before it, and {silent}."));
    }
}
