//! How long the builds of a package took, as bars from the newest to the oldest, as they stand in the list.

use std::time::Duration;

use crate::hub::methods::BuildRow;
use crate::hub::model::BuildState;
use crate::urls::{self, Url};
use crate::web::filters;

/// The bars, and what they say together.
pub(super) struct Durations {
    pub(super) bars: Vec<DurationBar>,
    /// What the highest bar stands for.
    pub(super) longest: String,
    /// The median of the complete builds, where there are some, and its place from above in percent.
    pub(super) usual: Option<(String, String)>,
}

/// A build; lengths in percent of the picture.
pub(super) struct DurationBar {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) width: String,
    pub(super) height: String,
    /// Did it fail?
    pub(super) failed: bool,
    /// What it is of, in words.
    pub(super) title: String,
    pub(super) url: Url,
}

/// The place of a bar is so much wider than the bar, in percent of it.
const GAP: f64 = 0.25;
/// There is room for so many at least: few bars are no broader.
const PLACES: usize = 20;
/// Fewer builds tell nothing.
const LEAST: usize = 3;

impl Durations {
    /// Of these builds, the newest first. `None` where too few of them ended.
    pub(super) fn of(builds: &[BuildRow]) -> Option<Self> {
        let ended = |build: &&BuildRow| matches!(build.state, BuildState::Complete | BuildState::Failed);
        let ended: Vec<_> = builds.iter().filter(ended).filter_map(|build| Some((build, took(build)?))).collect();
        if ended.len() < LEAST {
            return None;
        }
        let longest = ended.iter().map(|(_, took)| *took).max()?.max(Duration::from_secs(1));
        let share = |took: Duration| 100.0 * took.as_secs_f64() / longest.as_secs_f64();
        let mut complete: Vec<_> =
            ended.iter().filter(|(build, _)| build.state == BuildState::Complete).map(|(_, took)| *took).collect();
        complete.sort_unstable();
        let usual = complete.get(complete.len() / 2);
        let usual = usual.map(|usual| (filters::clock(*usual), percent(100.0 - share(*usual))));
        let width = 100.0 / f64::from(u32::try_from(ended.len().max(PLACES)).ok()?);
        let bars = ended.iter().zip(0_u32..).map(|((build, took), place)| {
            let failed = build.state == BuildState::Failed;
            let height = share(*took).max(2.0);
            DurationBar {
                x: percent(width * f64::from(place)),
                y: percent(100.0 - height),
                width: percent(width * (1.0 - GAP)),
                height: percent(height),
                failed,
                title: format!("{}: {}{}", build.nvr, filters::clock(*took), if failed { ", failed" } else { "" }),
                url: urls::build(&build.nvr, &build.build_id),
            }
        });
        Some(Self { bars: bars.collect(), longest: filters::clock(longest), usual })
    }
}

/// How long a build took. Those that were imported took no time, and content generators may tell of ends before beginnings.
fn took(build: &BuildRow) -> Option<Duration> {
    let (start, end) = (build.start_time.as_ref()?.instant()?, build.completion_time.as_ref()?.instant()?);
    end.duration_since(start).try_into().ok().filter(|took| *took > Duration::ZERO)
}

fn percent(share: f64) -> String {
    format!("{share:.2}%")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn build(id: i64, state: i64, start: &str, end: &str) -> BuildRow {
        let row = json!({
            "build_id": id, "nvr": format!("a-{id}-1"), "package_id": 1, "package_name": "a", "version": id.to_string(),
            "release": "1", "state": state, "owner_id": 1, "owner_name": "x", "creation_time": start,
            "start_time": start, "completion_time": end,
        });
        serde_json::from_value(row).unwrap()
    }

    #[test]
    fn bars_stand_from_the_newest_to_the_oldest() {
        let at = |minute: &str| format!("2026-11-22 10:{minute}:00.000000+00:00");
        let of = |id, state, minutes: &str| build(id, state, &at("00"), &at(minutes));
        let builds = [
            of(6, 0, "30"),
            of(5, 1, "40"),
            of(4, 3, "10"),
            of(3, 4, "20"),
            of(2, 1, "20"),
            // An end before the beginning.
            build(1, 1, &at("30"), &at("10")),
            of(0, 1, "10"),
        ];
        let durations = Durations::of(&builds).unwrap();
        let bars: Vec<_> = durations
            .bars
            .iter()
            .map(|bar| (bar.title.as_str(), bar.x.as_str(), bar.height.as_str(), bar.failed))
            .collect();
        assert_eq!(
            bars,
            [
                ("a-5-1: 40:00", "0.00%", "100.00%", false),
                ("a-4-1: 10:00, failed", "5.00%", "25.00%", true),
                ("a-2-1: 20:00", "10.00%", "50.00%", false),
                ("a-0-1: 10:00", "15.00%", "25.00%", false),
            ]
        );
        assert_eq!((durations.longest.as_str(), durations.usual), ("40:00", Some(("20:00".into(), "50.00%".into()))));
        assert!(Durations::of(&builds[4..]).is_none(), "two tell nothing");
        assert!(Durations::of(&[]).is_none());
    }
}
