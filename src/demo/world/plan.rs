//! What is built when: a month of history, then one build every 20 s for as long as anyone watches.

use super::build::{CANCELED, COMPLETE, DELETED, FAILED};
use super::people::PEOPLE;
use super::tags::{CANDIDATE, F40, RELEASES, TESTING, UPDATES};
use super::{Build, FIRST_BUILD, FIRST_TASK, Kind, Moment, Random, TASKS, World, specials, task};

/// Builds of the month before the epoch.
const HISTORY: i64 = 400;
/// How many builds before the newest stand those that the running one is compared with.
const EARLIER: [i64; 4] = [33, 66, 99, 132];
const DAY: i64 = 86_400;
const FOUR: &[&str] = &["x86_64", "aarch64", "ppc64le", "s390x"];
const FIVE: &[&str] = &["x86_64", "i686", "aarch64", "ppc64le", "s390x"];

impl World {
    /// A large hub's builds from before anyone counted: without tasks, all in one tag.
    pub(super) fn imported(&mut self) {
        let ordinary = self.packages.iter().take_while(|package| package.id < 1000).count();
        for package in ordinary..self.packages.len() {
            let at = self.epoch.plus(-60 * DAY + i64::try_from(package).unwrap_or_default() * 60);
            let mut build = self.outline(package, at);
            build.ends = at;
            build.fate = COMPLETE;
            build.task = None;
            build.source = None;
            build.tags = vec![(F40, at.plus(1))];
            self.add(build);
        }
    }

    /// The month before the epoch; the odd ones stand among the newest, so that they are met on the first pages.
    pub(super) fn history(&mut self) {
        for slot in 0..HISTORY {
            let mut random = Random::of(self.seed, 7_000 + slot);
            let back = (HISTORY - slot) * (30 * DAY / HISTORY);
            let at = Moment(self.epoch.plus(-back).0 + random.between(0, 3_000_000_000));
            let package = self.any_package(&mut random);
            let special = specials::at(HISTORY - slot);
            let is_earlier = EARLIER.contains(&(HISTORY - slot));
            let named = special.map(|special| special.package).or(is_earlier.then_some("slowpoke"));
            let package = named.and_then(|name| self.by_package.get(name).copied()).unwrap_or(package);
            let mut build = self.outline(package, at);
            let lasts = if build.arches.is_empty() { random.between(60, 300) } else { random.between(150, 3000) };
            let lasts = if self.is_quick(package) { 40 + lasts % 20 } else { lasts };
            build.ends = Moment(at.0 + lasts * 1_000_000 + random.between(0, 999_999));
            build.fate = match random.between(0, 100) {
                0..76 => COMPLETE,
                76..89 => FAILED,
                89..95 => CANCELED,
                _ => DELETED,
            };
            if is_earlier {
                (build.version, build.release) = (format!("0.{}", HISTORY - slot), "1.fc40".to_owned());
                (build.target, build.fate) = (2, COMPLETE);
                build.ends = Moment(at.0 + 40_000_000 + random.between(0, 30_000_000));
            }
            if let Some(special) = special {
                build.fate = COMPLETE;
                (special.make)(self, &mut build);
            }
            self.finish(build, slot);
        }
        for (name, before, fate) in [("slowpoke", 25, COMPLETE), ("stumbler", 20, FAILED)] {
            let package = self.by_package.get(name).copied().unwrap_or_default();
            let mut build = self.outline(package, self.epoch.plus(-before));
            build.target = 2;
            (build.version, build.release) = ("1.0".to_owned(), "1.fc40".to_owned());
            build.ends = self.epoch.plus(30);
            build.fate = fate;
            self.finish(build, 1);
        }
    }

    /// The build that starts next.
    pub(super) fn next_build(&mut self) -> Build {
        let mut random = Random::of(self.seed, 90_000 + self.started);
        // It takes as long as its earlier ones did, or what is expected of it would be wrong.
        let mut package = self.any_package(&mut random);
        while !self.is_quick(package) {
            package = self.any_package(&mut random);
        }
        let mut build = self.outline(package, self.next_start());
        build.ends = build.created.plus_millis(random.between(40_000, 60_000));
        build.fate = if random.percent(20) { FAILED } else { COMPLETE };
        self.schedule(&mut build, self.started);
        build
    }

    fn finish(&mut self, mut build: Build, slot: i64) {
        if build.task.is_some() {
            self.schedule(&mut build, slot);
        }
        self.retag(&mut build);
        self.add(build);
    }

    fn schedule(&mut self, build: &mut Build, slot: i64) {
        build.tasks = task::tasks(self, build, slot);
        if build.fate == COMPLETE && build.tags.is_empty() {
            build.tags = vec![(self.targets[build.target].dest_tag, build.ends.plus_millis(300))];
        }
    }

    /// Builds move on as they age: to testing, to updates, and into the release.
    fn retag(&self, build: &mut Build) {
        let &[(tag, since)] = build.tags.as_slice() else { return };
        let Some((_, release)) = RELEASES.iter().find(|(_, id)| id + CANDIDATE == tag) else { return };
        let age = self.epoch.millis_since(since) / 1000 / DAY;
        build.tags = match age {
            20.. => vec![(*release, since.plus(9 * DAY))],
            9.. => vec![(release + UPDATES, since.plus(5 * DAY))],
            3.. => vec![(tag, since), (release + TESTING, since.plus(DAY))],
            _ => vec![(tag, since)],
        };
    }

    /// Is a build of it a matter of a minute? One package of a few is such.
    fn is_quick(&self, package: usize) -> bool {
        self.packages[package].ordinary && self.packages[package].id % 5 == 2
    }

    fn any_package(&self, random: &mut Random) -> usize {
        let ordinary = self.packages.iter().take_while(|package| package.ordinary).count();
        random.index(ordinary)
    }

    /// A build of this package, as yet without an end and without tasks.
    fn outline(&mut self, place: usize, created: Moment) -> Build {
        let had = self.had[place];
        self.had[place] += 1;
        let package = &self.packages[place];
        let id = self.next_id();
        let mut random = Random::of(self.seed, 500_000 + id * 31);
        let target = [0, 2, 2, 4, 4, 4][random.index(6)];
        let (major, minor) = package.version;
        let odd = match had % 7 {
            3 => "~rc1",
            4 => "^20261014gitc0ffee1",
            5 => "+git2",
            _ => "",
        };
        Build {
            id,
            package: place,
            version: format!("{major}.{}{odd}", minor + had / 2),
            release: format!("{}.fc{}", had % 2 + 1, 39 + target / 2),
            epoch: package.epoch,
            owner: if random.percent(15) { random.pick(&PEOPLE) } else { package.owner },
            task: Some(FIRST_TASK + (id - FIRST_BUILD) * TASKS),
            source: Some(format!("git+https://src.example.org/rpms/{}.git#{}", package.name, random.hex(40))),
            draft: false,
            promoted: None,
            created,
            ends: created,
            fate: COMPLETE,
            kind: Kind::Rpm,
            extra: None,
            archived: false,
            target,
            arches: match () {
                () if package.noarch => &[],
                () if package.name == "glibc" || package.name == "behemoth" => FIVE,
                () => FOUR,
            },
            tags: Vec::new(),
            tasks: Vec::new(),
        }
    }
}
