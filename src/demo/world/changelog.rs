//! Changelogs and the words about a package.

use super::people::AUTHORS;
use super::{Build, Moment, Random, World};

/// An entry of a changelog.
pub(crate) struct Entry {
    /// Noon of its day: rpm knows no time.
    pub(crate) date: Moment,
    pub(crate) author: String,
    pub(crate) text: String,
}

const TEXTS: [&str; 8] = [
    "- Rebuilt for the mass rebuild",
    "- Update to the new version\n- Drop patches merged upstream",
    "- Fix build with the new compiler (rhbz#2210987)",
    "- Fix CVE-2026-10412: heap overflow in the parser",
    "- Převod na SPDX, díky všem přispěvatelům",
    "- 依存関係を更新",
    "- Enable tests on s390x & aarch64 again, see <https://bugs.example.org/1>",
    "- Own %{_datadir}/doc\n- Split the tools off",
];

impl World {
    /// Newest first.
    pub(crate) fn changelog(&self, build: &Build) -> Vec<Entry> {
        let mut random = Random::of(self.seed, 3_000_000 + build.id);
        let mut day = build.created.unix() / 86_400;
        let hostile = build.package(self).name == "hostile-text";
        let count = if build.package(self).name == "kernel" { 180 } else { random.between(3, 9) };
        let entry = |n: i64| {
            day -= random.between(0, 60);
            let text = match n {
                0 if hostile => "- <script>alert(1)</script>\n- \u{1b}[31mred\u{1b}[0m and a bell \u{7}",
                _ => random.pick(&TEXTS),
            };
            let version = &build.version;
            let release = if n == 0 { build.rpm_release().split('.').next().unwrap_or("1") } else { "1" };
            let epoch = build.epoch.map(|epoch| format!("{epoch}:")).unwrap_or_default();
            Entry {
                date: Moment::of_seconds(day * 86_400 + 43_200),
                author: format!("{} - {epoch}{version}-{release}", random.pick(&AUTHORS)),
                text: text.to_owned(),
            }
        };
        (0..count).map(entry).collect()
    }

    pub(crate) fn summary(&self, build: &Build) -> String {
        match build.package(self).name.as_str() {
            "hostile-text" => "<script>alert(1)</script> & \"quotes\"".to_owned(),
            name => format!("The {name} of the demo"),
        }
    }

    pub(crate) fn description(&self, build: &Build) -> String {
        match build.package(self).name.as_str() {
            "hostile-text" => "<script>alert(1)</script>\n\n<b>bold</b>\n\ta tab\r\nand a carriage return".to_owned(),
            name => format!(
                "{name} is a perfectly ordinary package.\nIts description has a second line.\n\n\
                 And a second paragraph: příliš žluťoučký kůň."
            ),
        }
    }
}
