//! How a text can be read that was pasted with what stood around it.

use percent_encoding::percent_decode_str;

use super::labelled::labelled;
use crate::hub::model::{BuildRef, RpmRef};
use crate::log::is_invisible;

/// Quotes, brackets, and the marks between words and sentences.
fn surrounds(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | ',' | ';' | ':' | '.' | '!' | '|' | '\\'
        )
        || matches!(
            c,
            '\u{ab}' | '\u{bb}' | '\u{2018}'
                ..='\u{201f}' | '\u{2039}' | '\u{203a}' | '\u{2026}' | '\u{2013}' | '\u{2014}'
        )
}

/// What stands before a line in mails, lists and terminals.
const BEFORE_LINES: [&str; 7] = ["* ", "- ", "+ ", "> ", "$ ", "# ", "\u{2022} "];
/// What sets a word in bold or italics.
const EMPHASIS: [&str; 3] = ["**", "__", "~~"];
/// Readings that are tried at most: each may cost the hub a question.
const MOST: usize = 8;
/// Characters of a kind and an id in a text that are more than a count of something: `task 5`.
const SHORTEST: usize = 8;
/// Words of a text that are tried.
const WORDS: usize = 3;

/// Without what a terminal reads as its colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain
            .push_str(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').trim_start_matches(['m', 'K']));
    }
    plain
}

/// On one line, without what is not seen, with one kind of hyphen.
fn cleaned(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c)).map(|c| match c {
        '\u{2010}'..='\u{2012}' | '\u{2212}' => '-',
        c if c.is_control() => ' ',
        c => c,
    });
    seen.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without what surrounds it.
fn inner(text: &str) -> &str {
    let mut inner = text.trim_matches(surrounds);
    // A bracket that was opened in it is closed in it.
    if inner.contains('(') && !inner.contains(')') {
        inner = text.trim_matches(|c| surrounds(c) && !matches!(c, '(' | ')'));
    }
    for mark in BEFORE_LINES {
        inner = inner.strip_prefix(mark).unwrap_or(inner).trim_matches(surrounds);
    }
    for mark in EMPHASIS {
        inner = inner.strip_prefix(mark).and_then(|text| text.strip_suffix(mark)).unwrap_or(inner);
    }
    // The end of a question, and no pattern.
    inner.strip_suffix('?').filter(|text| is_build_or_rpm(text)).unwrap_or(inner)
}

/// Is it the name of a build or of an rpm by its looks? A version has a digit.
pub(super) fn is_build_or_rpm(word: &str) -> bool {
    let has_version =
        |nvr: &str| nvr.rsplit('-').nth(1).is_some_and(|version| version.contains(|c: char| c.is_ascii_digit()));
    let is_plain = !word.contains(|c: char| c.is_whitespace() || matches!(c, '*' | '?' | '/' | '=' | '%'))
        && word.trim_matches(surrounds) == word;
    let is_build =
        || matches!(BuildRef::read(word), Some(BuildRef::Nvr(nvr)) if has_version(&nvr) && !nvr.starts_with('-'));
    let is_rpm = || matches!(RpmRef::read(word), Some(RpmRef::Nvra(nvra)) if has_version(&nvra));
    is_plain && (is_build() || is_rpm())
}

/// Names and numbers that stand in a text, the likeliest first: what says its kind, builds and rpms, long numbers.
fn words(text: &str) -> Vec<String> {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c| surrounds(c) || c == '#' || c == '*')).collect();
    if words.len() < 2 {
        return Vec::new();
    }
    let pairs = words.windows(2).map(|two| two.join(" "));
    let mut found: Vec<String> = pairs
        .filter(|pair| pair.len() > SHORTEST && labelled(pair).is_some_and(|typed| typed.address.is_some()))
        .collect();
    let of_command = words.contains(&"koji") && words.iter().any(|word| word.contains("task") || *word == "cancel");
    let about_task = of_command || words[..words.len() - 1].iter().any(|word| word.to_lowercase().starts_with("task"));
    // Of an rpm with its folder its name is enough.
    let names = words
        .iter()
        .map(|word| word.rsplit('/').next().filter(|name| name.strip_suffix(".rpm").is_some()).unwrap_or(word));
    found.extend(names.filter(|name| is_build_or_rpm(name)).map(str::to_owned));
    let is_id = |word: &&str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let ids = words
        .iter()
        .filter(|word| is_id(word))
        .map(|id| if about_task { format!("task {id}") } else { (*id).to_owned() });
    // `id=52402`, `taskID=1`.
    let values = words.iter().filter_map(|word| word.split_once('='));
    let values = values.filter(|(name, value)| name.to_lowercase().ends_with("id") && is_id(value));
    let values = values.map(|(name, value)| if name.len() > 2 { format!("{name}={value}") } else { value.to_owned() });
    found.extend(ids.chain(values));
    found.truncate(WORDS);
    found
}

/// The arches that a name can end with.
const ARCHES: [&str; 9] = ["x86_64", "noarch", "src", "i686", "aarch64", "ppc64le", "s390x", "riscv64", "armv7hl"];

/// The readings of a text, as it came first; `plus` is the same with its bare pluses taken to the letter, where it came in an
/// address and has any.
pub(super) fn readings(text: &str, plus: Option<&str>) -> Vec<String> {
    let plain = without_colours(text);
    let as_sent = cleaned(&plain);
    let mut all = Vec::new();
    // An address that was broken over lines.
    if plain.trim().contains(['\n', '\r']) {
        all.push(plain.lines().map(str::trim).collect::<String>());
        all.retain(|joined| joined.contains("://"));
    }
    all.push(as_sent.clone());
    all.extend(plus.map(cleaned));
    let inner = inner(&as_sent);
    all.push(inner.to_owned());
    all.push(inner.trim_end_matches('+').to_owned());
    if inner.contains('%') {
        all.push(percent_decode_str(inner).decode_utf8_lossy().into_owned());
    }
    if let Some((name, arch)) =
        inner.rsplit_once('.').filter(|(name, _)| !is_build_or_rpm(inner) && !name.contains(' '))
    {
        all.extend(ARCHES.contains(&arch).then(|| name.to_owned()));
    }
    all.extend(words(&as_sent));
    all.retain(|reading| !reading.is_empty());
    let mut readings: Vec<String> = Vec::new();
    for reading in all {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings.truncate(MOST);
    readings
}

/// What is likeliest meant, for a search of what is like it.
pub(super) fn likeliest(text: &str, plus: Option<&str>) -> String {
    let as_sent = cleaned(&without_colours(text));
    let core = inner(&as_sent);
    let of_build = readings(text, plus).into_iter().find(|reading| is_build_or_rpm(reading));
    let versioned = || name_and_version(core);
    let as_plus = || plus.map(cleaned).filter(|plus| !core.contains(' ') && inner(plus).contains('+'));
    let core = if core.is_empty() { &as_sent } else { core };
    of_build.or_else(versioned).or_else(as_plus).unwrap_or_else(|| core.to_owned())
}

/// `kernel 6.8` as the beginning of an NVR.
fn name_and_version(text: &str) -> Option<String> {
    let (name, version) = text.split_once(' ')?;
    (version.starts_with(|c: char| c.is_ascii_digit()) && !version.contains(' ')).then(|| format!("{name}-{version}"))
}

#[cfg(test)]
mod tests {
    use super::{likeliest, readings};

    #[test]
    fn what_surrounds_a_name_is_not_of_it() {
        for (text, meant) in [
            ("bash", "bash"),
            ("bash-5.2-1.fc40.", "bash-5.2-1.fc40"),
            ("(bash-5.2-1.fc40),", "bash-5.2-1.fc40"),
            ("\"bash-5.2-1.fc40\";", "bash-5.2-1.fc40"),
            ("**bash-5.2-1.fc40**", "bash-5.2-1.fc40"),
            ("* bash-5.2-1.fc40", "bash-5.2-1.fc40"),
            ("bash-5.2-1.fc40?", "bash-5.2-1.fc40"),
            ("\u{1b}[1mbash-5.2-1.fc40\u{1b}[0m", "bash-5.2-1.fc40"),
            ("bash\u{2011}5.2\u{2011}1.fc40", "bash-5.2-1.fc40"),
            ("bash-5.2-1.fc40 (52402)", "bash-5.2-1.fc40"),
            ("Package: bash-5.2-1.fc40", "bash-5.2-1.fc40"),
            ("bash-5.2-1.fc40 successfully built in f40", "bash-5.2-1.fc40"),
            ("* Mon Jan 01 2024 Jane <jane@example.org> - 5.2-1", "Mon Jan 01 2024 Jane <jane@example.org> - 5.2-1"),
            ("bash-5.2%2Bgit-1.fc40", "bash-5.2+git-1.fc40"),
            ("kernel 6.8", "kernel-6.8"),
            ("\u{201c}bash\u{201d}", "bash"),
            ("bash\u{200b}", "bash"),
            ("\r\n bash\t\n", "bash"),
            ("*bash*", "*bash*"),
            ("bas?", "bas?"),
            ("...", "..."),
        ] {
            assert_eq!(likeliest(text, None), meant, "{text:?}");
        }
        assert_eq!(likeliest("libstdc", Some("libstdc++")), "libstdc++");
        assert_eq!(readings("libstdc", Some("libstdc++")), ["libstdc", "libstdc++"]);
        assert_eq!(readings("a b", Some("a+b")), ["a b", "a+b"]);
        assert!(readings("\u{200b}", None).is_empty());
    }

    #[test]
    fn names_and_numbers_stand_in_texts() {
        for (text, word) in [
            ("koji watch-task 1306416", "task 1306416"),
            ("$ koji taskinfo -r 1306416", "task 1306416"),
            ("Created task: 1306416", "task 1306416"),
            ("1306416 build (f40, /rpms/x.git): open", "1306416"),
            ("koji tag-build f40 bash-5.2-1.fc40", "bash-5.2-1.fc40"),
            ("Build already exists (id=52402, state=COMPLETE)", "52402"),
            ("Source RPM  : bash-5.2-1.fc40.src.rpm", "bash-5.2-1.fc40.src.rpm"),
            ("bash.x86_64", "bash"),
            ("https://koji.example.org/koji/task\ninfo?taskID=1", "https://koji.example.org/koji/taskinfo?taskID=1"),
        ] {
            let all = readings(text, None);
            assert!(all.iter().any(|reading| reading == word), "{text}: {all:?}");
        }
    }
}
