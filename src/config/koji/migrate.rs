//! From kojiweb's `web.conf` to a file of ours, and what is lost on the way.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use super::super::effective::{literal, without_password};
use super::super::near::near;
use super::super::values::web_address;
use super::ini::{Ini, Set};
use super::profile::all_in;
use super::web_conf::{DEFAULTS, Fate, GREETING, OPTIONS};

/// The section that kojiweb reads.
const WEB: &str = "web";

/// What kojiweb's settings are here.
#[derive(Debug)]
pub struct Migrated {
    /// A file of settings.
    pub toml: String,
    /// What has no counterpart, and what to look at.
    pub told: Vec<String>,
}

/// Reads what kojiweb reads: the files `*.conf` of the folder, or of `web.conf.d` beside the file, and then the file, which goes over them.
///
/// # Errors
///
/// A file cannot be read: kojiweb passes over it in silence.
pub fn migrate(file: &Path, folder: Option<&Path>) -> Result<Migrated, Vec<String>> {
    let beside = || PathBuf::from(format!("{}.d", file.display()));
    let folder = folder.map_or_else(beside, Path::to_owned);
    let mut ini = Ini::default();
    let mut mistakes = Vec::new();
    let mut files = all_in(&folder);
    files.push(file.to_owned());
    for file in &files {
        mistakes.extend(ini.add(file).err());
    }
    if mistakes.is_empty() && !ini.has(WEB) {
        mistakes.push(format!("{}: no section [{WEB}], so kojiweb would have run with its defaults", file.display()));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let mut migration = Migration { toml: String::new(), told: Vec::new(), gone: BTreeMap::new() };
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let _ = writeln!(migration.toml, "# Settings of Kojiview, made of {}", names.join(", "));
    for (name, fate) in OPTIONS {
        match (ini.get(WEB, name), fate) {
            (Some(set), Fate::Setting(setting)) => migration.take_over(name, setting, &set),
            (None, Fate::Setting(setting)) => migration.take_default(name, setting),
            (Some(set), Fate::None(why)) => migration.gone.entry(why).or_default().push(set),
            (None, Fate::None(_)) => {}
        }
    }
    let _ = write!(
        migration.toml,
        "\n# Where readers find the site is not in web.conf; without it, absolute addresses (feeds, the sitemap) are made of the host that is asked.\n\
         #public-url = \"https://koji.example.org/koji\"\n"
    );
    Ok(migration.finish(ini))
}

struct Migration {
    toml: String,
    told: Vec<String>,
    /// Options without a counterpart, by the reason.
    gone: BTreeMap<&'static str, Vec<Set>>,
}

impl Migration {
    fn write(&mut self, origin: &str, setting: &str, value: &str) {
        let _ = write!(self.toml, "\n# {origin}\n{setting} = {}\n", literal(value));
    }

    fn take_over(&mut self, name: &str, setting: &str, set: &Set) {
        self.tell_of_swallowed(name, set);
        let value = set.value.split_whitespace().collect::<Vec<_>>().join(" ");
        let origin = format!("{}: {name}", set.origin);
        let mut tell = |what: &str| self.told.push(without_password(&format!("{origin}: {what}")));
        match name {
            // What is empty is no greeting, no link, no certificate.
            _ if value.is_empty() => return,
            "KojiHubURL" | "KojiFilesURL" | "MBS_WEB_URL" => match web_address(&value) {
                Ok(url) if url.host_str().is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]")) => {
                    tell(&format!("{value} is right only where Kojiview runs on the same machine"));
                }
                Ok(_) if name == "KojiFilesURL" => tell(
                    "kojiweb only sent browsers there, Kojiview reads logs there, too; where it cannot, set files to what it reaches, and public-files to this",
                ),
                Ok(_) => {}
                Err(wanted) => {
                    tell(&format!("left out: {setting} has to be {wanted}"));
                    let _ = write!(self.toml, "\n# {origin}: no address with a host; to be set\n#{setting} = \"\"\n");
                    return;
                }
            },
            "KojiHubCA" if !Path::new(&value).is_file() => {
                tell("left out: there is no such file, which kojiweb passes over and Kojiview does not");
                return;
            }
            "SiteName" if value == "koji" => {
                tell("the header shows name, where kojiweb had it in titles alone; you may want a better one");
            }
            "KojiGreeting" if value == GREETING => return,
            "KojiGreeting" if value != without_tags(&value) => tell("greeting is plain text: HTML is left out"),
            _ => {}
        }
        let value = if name == "KojiGreeting" { without_tags(&value) } else { value };
        self.write(&origin, setting, &value);
    }

    /// A line that is indented belongs to the option above it, whatever it looks like.
    fn tell_of_swallowed(&mut self, name: &str, set: &Set) {
        for line in set.value.lines().skip(1) {
            let other = line.split(['=', ':']).next().unwrap_or_default().trim();
            if OPTIONS.iter().any(|(option, _)| option.eq_ignore_ascii_case(other)) {
                self.told.push(format!(
                    "{}: {name}: the line with {other} is indented, so it belongs to this option",
                    set.origin
                ));
            }
        }
    }

    fn take_default(&mut self, name: &str, setting: &str) {
        let Some((_, default)) = DEFAULTS.iter().find(|(other, _)| *other == name) else { return };
        if name == "KojiHubCA" && !Path::new(default).is_file() {
            return;
        }
        self.told.push(format!("{name} is not set; kojiweb then has {default}, and so has {setting} now"));
        self.write(&format!("{name}, as it is not set"), setting, default);
    }

    fn finish(mut self, mut ini: Ini) -> Migrated {
        for (why, sets) in self.gone {
            let names: Vec<String> = sets.iter().map(|set| set.name.clone()).collect();
            let first = sets.first().map_or_else(String::new, |set| set.origin.to_string());
            self.told.push(format!("{first}: {}: {why}", names.join(", ")));
        }
        let known: Vec<String> = OPTIONS.iter().map(|(name, _)| (*name).to_owned()).collect();
        let others: Vec<String> = ini.names(WEB).into_iter().map(str::to_owned).collect();
        for name in others.iter().filter(|name| !known.iter().any(|known| known.eq_ignore_ascii_case(name))) {
            let origin = ini.get(WEB, name).map(|set| set.origin.to_string()).unwrap_or_default();
            self.told.push(format!("{origin}: {name}: no option of kojiweb{}", near(name, &known)));
        }
        for section in ini.other_sections(&[WEB]) {
            self.told.push(format!("[{section}]: left out, as kojiweb reads [{WEB}] alone"));
        }
        self.told.extend(ini.warnings);
        self.told.push("public-url: not in web.conf: set it to where readers find the site".to_owned());
        self.told.push("trusted-proxies: set it where a proxy is in front of Kojiview".to_owned());
        Migrated { toml: self.toml, told: self.told }
    }
}

fn without_tags(html: &str) -> String {
    static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("<[^>]*>").ok());
    let text = TAG.as_ref().map_or_else(|| html.into(), |tag| tag.replace_all(html, " "));
    let entities = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let text = entities.iter().fold(text.into_owned(), |text, (entity, c)| text.replace(entity, c));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
