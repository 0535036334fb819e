//! How far a task is, as pages say and draw it.

use jiff::Timestamp as Instant;
use schemars::JsonSchema;
use serde::Serialize;

use crate::hub::model::{TaskId, Timestamp};
use crate::hub::{Progress, Usual};

/// What a page shows of something that runs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RunningProgress {
    /// It and what is below it, beside the last builds.
    #[serde(flatten)]
    pub progress: Progress,
    #[serde(skip)]
    root: TaskId,
    #[serde(skip)]
    began: Option<Timestamp>,
}

/// A bar of time: what has passed, and when it usually ends. In percent of its width.
#[derive(Debug, PartialEq)]
pub struct TimeBar {
    /// What has passed.
    pub passed: String,
    /// Where the usual end begins.
    pub from: String,
    /// How wide the span of usual ends is.
    pub width: String,
    /// Where words stand, and the words.
    pub marks: Vec<BarMark>,
}

/// Words below a bar of time.
#[derive(Debug, PartialEq)]
pub struct BarMark {
    /// Where they stand, in percent of its width.
    pub x: String,
    /// Which end of them stands there: near its ends they would hang over.
    pub anchor: &'static str,
    /// The words.
    pub text: String,
}

impl BarMark {
    fn at(share: f64, text: String) -> Self {
        let anchor = match share {
            ..0.1 => "start",
            0.1..0.85 => "middle",
            _ => "end",
        };
        Self { x: format!("{:.1}%", share * 100.0), anchor, text }
    }
}

impl RunningProgress {
    /// Of this task, which began then.
    #[must_use]
    pub fn of(progress: Progress, root: TaskId, began: Option<&Timestamp>) -> Self {
        Self { progress, root, began: began.cloned() }
    }

    /// How long it usually takes, where that is known.
    #[must_use]
    pub fn usual(&self) -> Option<&Usual> {
        self.progress.whole.as_ref().or_else(|| self.progress.task(&self.root)?.usual.as_ref())
    }

    fn passed(&self, now: &Instant) -> Option<f64> {
        let began = self.began.as_ref()?.instant()?;
        Some(now.duration_since(began).as_secs_f64().max(0.0))
    }

    /// `usually 6 to 9 min, so 3 to 6 min to go`.
    #[must_use]
    pub fn said(&self, now: &Instant) -> Option<String> {
        let (usual, passed) = (self.usual()?, self.passed(now)?);
        let takes = match usual.count {
            1 => format!("the last one took {}", range(usual.least, usual.most)),
            _ => format!("usually {}", range(usual.least, usual.most)),
        };
        let (least, most) = (usual.least - passed, usual.most - passed);
        Some(match () {
            () if most <= 0.0 && usual.count == 1 => {
                format!("longer than the last one, which took {}", range(usual.most, usual.most))
            }
            () if most <= 0.0 => {
                format!("longer than each of the last {}, which took {}", usual.count, range(usual.least, usual.most))
            }
            () if least <= 0.0 => format!("{takes}, so up to {} to go", range(most, most)),
            () => format!("{takes}, so {} to go", range(least, most)),
        })
    }

    /// What that is known from.
    #[must_use]
    pub fn known_from(&self) -> Option<String> {
        let usual = self.usual()?;
        Some(match usual.count {
            1 => "From the last complete build.".to_owned(),
            2 => "From the last 2 complete builds.".to_owned(),
            count => format!(
                "From the last {count} complete builds; the one in the middle took {}.",
                range(usual.median, usual.median)
            ),
        })
    }

    /// The bar.
    #[must_use]
    pub fn bar(&self, now: &Instant) -> Option<TimeBar> {
        let (usual, passed) = (self.usual()?, self.passed(now)?);
        let all = (usual.most * 1.1).max(passed).max(1.0);
        let percent = |seconds: f64| format!("{:.1}%", seconds / all * 100.0);
        let mark = |seconds: f64| BarMark::at(seconds / all, clock(seconds));
        let mut marks = vec![mark(usual.least)];
        // Words that would stand on top of each other say nothing.
        let apart = |a: f64, b: f64| (a - b).abs() / all > 0.12;
        if apart(usual.least, usual.most) {
            marks.push(mark(usual.most));
        }
        Some(TimeBar {
            passed: percent(passed),
            from: percent(usual.least),
            width: percent((usual.most - usual.least).max(all / 200.0)),
            marks,
        })
    }
}

/// How long a running task usually takes in all: `6 to 9 min`.
#[must_use]
pub fn usual(usual: &Usual) -> String {
    range(usual.least, usual.most)
}

fn clock(seconds: f64) -> String {
    crate::web::filters::clock(std::time::Duration::try_from_secs_f64(seconds.round()).unwrap_or_default())
}

/// `6 to 9 min`, `about 6 min`: two times in seconds in one unit, rounded to what is worth saying.
fn range(least: f64, most: f64) -> String {
    let (unit, name, digits) = match most {
        ..120.0 => (1.0, "s", 0),
        120.0..7200.0 => (60.0, "min", 0),
        _ => (3600.0, "h", 1),
    };
    let (least, most) = (format!("{:.digits$}", least / unit), format!("{:.digits$}", most / unit));
    if least == most { format!("about {most} {name}") } else { format!("{least} to {most} {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(spans: (usize, f64, f64)) -> RunningProgress {
        let (count, least, most) = spans;
        let whole = Some(Usual { count, least, median: f64::midpoint(least, most), most });
        let began = Timestamp::of_seconds(1_000_000.0);
        RunningProgress::of(Progress { whole, tasks: Vec::new() }, TaskId(1), began.as_ref())
    }

    #[test]
    fn what_is_left_is_said() {
        let said =
            |spans, passed: i64| progress(spans).said(&Instant::from_second(1_000_000 + passed).unwrap()).unwrap();
        assert_eq!(said((5, 360.0, 540.0), 180), "usually 6 to 9 min, so 3 to 6 min to go");
        assert_eq!(said((5, 360.0, 540.0), 400), "usually 6 to 9 min, so up to about 2 min to go");
        assert_eq!(said((5, 360.0, 540.0), 600), "longer than each of the last 5, which took 6 to 9 min");
        assert_eq!(said((1, 360.0, 360.0), 60), "the last one took about 6 min, so about 5 min to go");
        assert_eq!(said((1, 360.0, 360.0), 400), "longer than the last one, which took about 6 min");
        assert_eq!(said((2, 40.0, 50.0), 10), "usually 40 to 50 s, so 30 to 40 s to go");
        assert_eq!(said((2, 4000.0, 9000.0), 10), "usually 1.1 to 2.5 h, so 1.1 to 2.5 h to go");
    }

    #[test]
    fn a_bar_ends_after_what_it_shows() {
        let bar =
            |passed: i64| progress((5, 50.0, 100.0)).bar(&Instant::from_second(1_000_000 + passed).unwrap()).unwrap();
        assert_eq!((bar(55).passed.as_str(), bar(55).from.as_str()), ("50.0%", "45.5%"));
        assert_eq!(bar(1000).passed, "100.0%");
        let marks = bar(55).marks;
        let told: Vec<_> = marks.iter().map(|mark| (mark.x.as_str(), mark.anchor, mark.text.as_str())).collect();
        assert_eq!(told, [("45.5%", "middle", "0:50"), ("90.9%", "end", "1:40")]);
        assert_eq!(BarMark::at(0.05, String::new()).anchor, "start");
    }
}
