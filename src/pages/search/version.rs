//! The builds of a package in the version that a text names, such as `kernel-6.8`.

use tokio::join;

use super::readings::is_build_or_rpm;
use crate::hub::methods::{BuildRow, ListBuilds};
use crate::hub::{Hub, Order, PageRequest, Slice};
use crate::urls::{BuildsUrl, ListUrl as _, Url};
use crate::web::Result;

/// What there is of a package in a version.
pub(super) enum Version {
    /// The list of the builds of it.
    There(Url),
    /// No build of it, but others of the package.
    Others(String, Vec<BuildRow>),
    /// There is no such package.
    None,
}

/// Names of packages that a text can begin with at most: what is before a `-` and a digit.
const NAMES: usize = 3;
/// Builds of a package that are shown where one is not there.
const BUILDS: u32 = 6;
const NEWEST: Order = Order { column: "build_id", descending: true };

/// The name of the package, the likeliest first: of what looks like a build it stands before the version, else it is as long as
/// it can be.
fn names(text: &str) -> Vec<&str> {
    let before_digit = |(at, _): &(usize, &str)| *at > 0 && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let mut names: Vec<&str> = text.match_indices('-').filter(before_digit).map(|(at, _)| &text[..at]).collect();
    names.reverse();
    if is_build_or_rpm(text)
        && let Some(name) = text.rsplitn(3, '-').nth(2)
    {
        names.retain(|other| *other != name);
        names.insert(0, name);
    }
    names.truncate(NAMES);
    names
}

pub(super) async fn of_version(hub: &Hub, text: &str) -> Result<Version> {
    if text.contains(['*', '?', ' ', '/', ':']) {
        return Ok(Version::None);
    }
    for name in names(text) {
        let of_package = ListBuilds { package: Some(name.to_owned().into()), ..ListBuilds::default() };
        let newest = PageRequest { order: NEWEST, offset: 0, limit: BUILDS };
        let newest: Slice<BuildRow> = hub.slice(of_package.clone(), newest).await?;
        if newest.rows().is_empty() {
            continue;
        }
        // `7.1-…`, and not `7.10`; else what is more exact: `7.1.3`, or the tag of a distribution.
        let patterns = [format!("{text}-*"), format!("{text}.*")];
        let first = PageRequest { order: NEWEST, offset: 0, limit: 1 };
        let has =
            |pattern: &String| hub.slice(ListBuilds { pattern: Some(pattern.clone()), ..of_package.clone() }, first);
        let (whole, longer) = join!(has(&patterns[0]), has(&patterns[1]));
        let (whole, longer) = (!whole?.rows().is_empty(), !longer?.rows().is_empty());
        let [of_whole, of_longer] = patterns;
        let pattern = if whole { Some(of_whole) } else { Some(of_longer).filter(|_| longer) };
        return Ok(match pattern {
            Some(pattern) => {
                let package = Some(name.to_owned().into());
                Version::There(BuildsUrl { package, text: Some(pattern), ..BuildsUrl::default() }.url())
            }
            None => Version::Others(name.to_owned(), newest.rows().to_vec()),
        });
    }
    Ok(Version::None)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_stand_before_versions() {
        for (text, expected) in [
            ("kernel-6.8", vec!["kernel"]),
            ("bash-99.9-1.fc41", vec!["bash", "bash-99.9"]),
            ("java-1.8.0-openjdk-1.8", vec!["java-1.8.0-openjdk", "java"]),
            ("bash", vec![]),
            ("-1", vec![]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
