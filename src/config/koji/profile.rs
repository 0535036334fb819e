//! Profiles of `koji.conf`: where a hub and its files are, as Koji's own clients are told.

use std::path::{Path, PathBuf};

use super::super::source::{Found, Origin};
use super::ini::{Ini, Set};

/// The settings of a profile, by the names that files of ours have, and what is odd about it.
///
/// # Errors
///
/// There is no such profile, or a file that could have it cannot be read.
pub(in super::super) fn read(name: &str, home: Option<&Path>) -> Result<(Vec<Found>, Vec<String>), String> {
    let (mut found, warnings) = of_files(name, &files(Path::new("/etc"), home))?;
    // As koji's clients do.
    for value in found.iter_mut().flat_map(|found| &mut found.values) {
        if let Some((home, rest)) = home.zip(value.strip_prefix("~/")) {
            *value = home.join(rest).display().to_string();
        }
    }
    Ok((found, warnings))
}

/// All that there are, in the order in which koji's clients read them: the last one counts.
fn files(etc: &Path, home: Option<&Path>) -> Vec<PathBuf> {
    let of = |folder: &Path, file: &str, within: &str| {
        let mut files = all_in(&folder.join(within));
        files.extend(Some(folder.join(file)).filter(|file| file.exists()));
        files
    };
    let own = home.map(|home| of(&home.join(".koji"), "config", "config.d")).unwrap_or_default();
    [of(etc, "koji.conf", "koji.conf.d"), own].concat()
}

/// The files `*.conf` of a folder, in the order of their names.
pub(super) fn all_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_one = |path: &PathBuf| path.extension().is_some_and(|end| end == "conf") && path.is_file();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_one).collect();
    files.sort();
    files
}

fn of_files(name: &str, files: &[PathBuf]) -> Result<(Vec<Found>, Vec<String>), String> {
    let mut ini = Ini::default();
    for file in files {
        ini.add(file)?;
    }
    if !ini.has(name) || name == "DEFAULT" {
        let known = ini.other_sections(&[]);
        let read: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        return Err(match (known.is_empty(), read.is_empty()) {
            (_, true) => format!("no profile {name}: there is neither /etc/koji.conf nor ~/.koji/config"),
            (true, _) => format!("no profile {name} in {}", read.join(", ")),
            _ => format!("no profile {name} in {}, but {}", read.join(", "), known.join(", ")),
        });
    }
    let mut option = |option: &str| ini.get(name, option).filter(|set| !set.value.is_empty());
    // Koji's clients ask a hub on their own machine then, which hardly anybody means.
    let server = option("server").ok_or_else(|| format!("profile {name} says no server"))?;
    let files = option("topurl").or_else(|| option("pkgurl").and_then(without_packages));
    let ca = option("serverca");
    let unverified = option("no_ssl_verify");
    let mut warnings = ini.warnings;
    warnings.extend(unverified.map(|set| {
        format!("{}: {} has no effect: the certificate of the hub is always looked at; hub-ca names the one it is made with", set.origin, set.name)
    }));
    let found = [Some(("hub", server)), files.map(|set| ("files", set)), ca.map(|set| ("hub-ca", set))];
    let found = found.into_iter().flatten().map(|(key, set)| Found {
        key: key.to_owned(),
        values: vec![set.value],
        is_list: false,
        origin: of_profile(name, &set.origin),
    });
    Ok((found.collect(), warnings))
}

/// What came before `topurl`: the address of the folder of all packages in it.
fn without_packages(set: Set) -> Option<Set> {
    let value = set.value.trim_end_matches('/').strip_suffix("/packages")?.to_owned();
    Some(Set { value, ..set })
}

fn of_profile(name: &str, origin: &Origin) -> Origin {
    match origin {
        Origin::File(path, line) => Origin::Profile(name.to_owned(), path.clone(), *line),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Values with their origins, below this folder.
    fn found(name: &str, etc: &Path, home: Option<&Path>) -> Result<Vec<String>, String> {
        let (found, _) = of_files(name, &files(etc, home))?;
        let short = |found: &Found| format!("{} {} {}", found.key, found.values[0], found.origin);
        Ok(found.iter().map(|found| short(found).replace(etc.to_str().unwrap(), "")).collect())
    }

    #[test]
    fn the_last_file_counts() {
        let etc = std::env::temp_dir().join(format!("kojiview-profiles-{}", std::process::id()));
        let home = etc.join("home");
        let write = |path: &str, text: &str| {
            let path = etc.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        assert_eq!(
            found("koji", &etc, Some(&home)).unwrap_err(),
            "no profile koji: there is neither /etc/koji.conf nor ~/.koji/config"
        );
        write(
            "koji.conf.d/10-x.conf",
            "[x]\nserver = https://a.example.org/kojihub\ntopurl = https://f.example.org/\n",
        );
        write("koji.conf.d/20-x.conf", "[x]\nserver = https://b.example.org/kojihub\nno_ssl_verify = False\n");
        write("koji.conf.d/30-x.conf.bak", "[x]\nserver = https://c.example.org/kojihub\n");
        write(
            "koji.conf",
            "[koji]\n;server = x\n[x]\nserverca = /etc/ca.pem\n[old]\nserver = http://o/kojihub\npkgurl = http://f.o/packages/\n",
        );
        assert_eq!(
            found("x", &etc, None).unwrap(),
            [
                "hub https://b.example.org/kojihub profile x, /koji.conf.d/20-x.conf:2",
                "files https://f.example.org/ profile x, /koji.conf.d/10-x.conf:3",
                "hub-ca /etc/ca.pem profile x, /koji.conf:4",
            ]
        );
        let (_, warnings) = of_files("x", &files(&etc, None)).unwrap();
        assert!(warnings[0].contains("no_ssl_verify has no effect"), "{warnings:?}");
        assert_eq!(found("old", &etc, None).unwrap()[1], "files http://f.o profile old, /koji.conf:7");
        assert_eq!(found("koji", &etc, None).unwrap_err(), "profile koji says no server");
        assert!(found("y", &etc, None).unwrap_err().ends_with(", but x, koji, old"));
        assert!(found("DEFAULT", &etc, None).is_err());
        write("home/.koji/config", "[x]\nserver = https://own.example.org/kojihub\n");
        assert!(found("x", &etc, Some(&home)).unwrap()[0].starts_with("hub https://own.example.org/kojihub"));
        write("home/.koji/config.d/a.conf", "nonsense");
        assert!(found("x", &etc, Some(&home)).unwrap_err().contains("a.conf:1: a [section] is wanted"));
        fs::remove_dir_all(etc).unwrap();
    }
}
