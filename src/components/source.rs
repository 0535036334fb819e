//! Where a build's source is: shortened for a column, and as a link where it is safe to follow.

use crate::web::escape::escaped;

/// `rpms/bash#8ba4d24`: the end of the path and the beginning of the commit.
#[must_use]
pub fn short(source: &str) -> String {
    let Some((_, address)) = source.split_once("://") else {
        return source.rsplit('/').next().unwrap_or_default().to_owned();
    };
    let (path, commit) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split_once('?').map_or(path, |(path, _)| path).trim_end_matches('/').trim_end_matches(".git");
    let mut parts: Vec<&str> = path.split('/').skip(1).collect();
    parts.drain(..parts.len().saturating_sub(2));
    let commit: String = commit.chars().take(7).collect();
    let hash = if commit.is_empty() { "" } else { "#" };
    format!("{}{hash}{commit}", parts.join("/"))
}

/// The address, where a browser may be sent there, as a browser reads it: without line ends, with all else escaped that is no part of one.
#[must_use]
pub fn link(address: &str) -> Option<String> {
    // What is no address of a host, such as `https:x`, a browser would take for one of this site.
    let url = address.contains("://").then(|| reqwest::Url::parse(address).ok()).flatten()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// HTML of an address that may break after its separators, and not inside a word as long as it fits otherwise.
#[must_use]
pub fn breakable(address: &str) -> String {
    let is_separator = |c: char| matches!(c, '/' | '#' | '?' | '&' | '=' | '@');
    let mut html = String::with_capacity(address.len() + 64);
    let mut rest = address;
    while let Some(begin) = rest.find(is_separator) {
        let end = rest[begin..].find(|c| !is_separator(c)).map_or(rest.len(), |length| begin + length);
        html.push_str(&escaped(&rest[..end]));
        html.push_str("<wbr>");
        rest = &rest[end..];
    }
    html + &escaped(rest)
}

#[cfg(test)]
mod tests {
    #[test]
    fn sources_are_shortened() {
        for (source, short) in [
            ("git+https://src.example.org/rpms/bash.git#8ba4d2412345", "rpms/bash#8ba4d24"),
            ("git://src.example.org/rpms/x/?#main", "rpms/x#main"),
            ("cli-build/1/bash-5.2-1.src.rpm", "bash-5.2-1.src.rpm"),
            ("", ""),
        ] {
            assert_eq!(super::short(source), short);
        }
        assert_eq!(super::link("javascript://alert(1)"), None);
        assert_eq!(super::link("git+https://x/"), None);
        assert_eq!(super::link("https://x/").as_deref(), Some("https://x/"));
        let hidden = super::link(" HTTPS://x/\u{202e}a\r\nset-cookie: b/$arch#\"'<");
        assert_eq!(hidden.as_deref(), Some("https://x/%E2%80%AEaset-cookie:%20b/$arch#%22'%3C"));
    }

    #[test]
    fn addresses_break_after_separators() {
        assert_eq!(super::breakable("https://x/a#<b>"), "https://<wbr>x/<wbr>a#<wbr>&lt;b&gt;");
        assert_eq!(super::breakable(""), "");
    }
}
