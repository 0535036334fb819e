//! What an operator has to say on every page: the text of a file, which may change at any time.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long it may take until a change of the file is seen. It is looked at when a page is asked for, so never without readers.
const WITHIN: Duration = Duration::from_secs(2);

/// Bytes of a text at most; the rest is not shown.
const LONGEST: u64 = 2000;

/// The text of a file.
#[derive(Debug, Clone)]
pub struct Banner(Arc<File>);

#[derive(Debug)]
struct File {
    path: PathBuf,
    read: Mutex<(Option<Arc<str>>, Instant)>,
}

impl Banner {
    /// The text of this file, as it is now and whenever it changes. There need be none yet.
    #[must_use]
    pub fn of(path: PathBuf) -> Self {
        let read = Mutex::new((read(&path), Instant::now()));
        Self(Arc::new(File { path, read }))
    }

    /// What it says, as it was a moment ago; nothing, where there is no such file, or nothing in it.
    pub(super) fn text(&self) -> Option<Arc<str>> {
        let mut read = self.0.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.1.elapsed() >= WITHIN {
            // Read in place: whoever comes first after a change sees it, too, and so few bytes take no time.
            *read = (self::read(&self.0.path), Instant::now());
        }
        read.0.clone()
    }
}

fn read(path: &Path) -> Option<Arc<str>> {
    // A pipe would be waited for.
    let file = path.is_file().then(|| std::fs::File::open(path).ok()).flatten()?;
    let mut bytes = Vec::new();
    file.take(LONGEST).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    // What was cut within a character.
    let text = text.trim_end_matches('\u{fffd}').split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_change_is_seen() {
        let path = std::env::temp_dir().join(format!("kojiview-banner-{}", std::process::id()));
        let banner = Banner::of(path.clone());
        assert_eq!(banner.text(), None);
        std::fs::write(&path, " Down for\nan hour \n").unwrap();
        assert_eq!(banner.text(), None, "not looked at for each page");
        for (text, seen) in [(Some("Down for\nan hour"), Some("Down for an hour")), (Some(" \n"), None), (None, None)] {
            match text {
                Some(text) => std::fs::write(&path, text).unwrap(),
                None => std::fs::remove_file(&path).unwrap(),
            }
            tokio::time::advance(WITHIN).await;
            assert_eq!(banner.text().as_deref(), seen);
        }
    }

    #[test]
    fn what_is_no_text_of_a_moderate_length() {
        let path = std::env::temp_dir().join(format!("kojiview-banner-long-{}", std::process::id()));
        std::fs::write(&path, "é".repeat(5000)).unwrap();
        assert_eq!(read(&path).unwrap().chars().count(), 1000);
        std::fs::write(&path, [&b"x"[..], "é".repeat(5000).as_bytes()].concat()).unwrap();
        assert_eq!(read(&path).unwrap().chars().count(), 1000);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(read(Path::new("/dev/zero")), None);
    }
}
