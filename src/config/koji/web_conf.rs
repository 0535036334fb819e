//! The options of kojiweb's `web.conf`, as kojiweb's dispatcher reads them (`cfgmap` of its `wsgi_publisher.py`, since Koji 1.20), and what has their place here.

/// What becomes of an option.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    /// A setting of this name has its value.
    Setting(&'static str),
    /// There is nothing like it, for this reason.
    None(&'static str),
}

use Fate::{None, Setting};

const NO_LOGIN: &str =
    "Kojiview asks the hub without logging in, so it needs no identity; if nothing else uses this one, revoke it";
const NO_USERS: &str =
    "nobody logs in to Kojiview; whoever cancels tasks or edits targets in kojiweb needs the koji command for that";
const ANY_METHOD: &str = "not needed: tasks of any method are listed, and any method can be asked for";
const BY_SYSTEMD: &str =
    "limits of the process are a matter of what starts it, such as LimitNOFILE= and MemoryMax= in a unit of systemd";
const NEVER_READ: &str = "kojiweb did not read this either";
const LONG_GONE: &str = "kojiweb has not read this since 1.7; files is the address of the whole tree";

/// All that any version since 1.20 knew, and what older files still have.
pub(super) const OPTIONS: [(&str, Fate); 49] = [
    ("SiteName", Setting("name")),
    ("KojiHubURL", Setting("hub")),
    ("KojiHubCA", Setting("hub-ca")),
    ("KojiFilesURL", Setting("files")),
    ("KojiGreeting", Setting("greeting")),
    ("MBS_WEB_URL", Setting("mbs")),
    (
        "KojiTheme",
        None(
            "its style does not fit; set logo (its images/koji.png, copied to where it stays when kojiweb is removed) and accent, and put what extra-nav.html or extra-footer.html say into a file for banner, or into menu-links",
        ),
    ),
    ("LiteralFooter", None("there is no footer file to read")),
    ("WebPrincipal", None(NO_LOGIN)),
    ("WebKeytab", None(NO_LOGIN)),
    ("WebCCache", None(NO_LOGIN)),
    ("WebCert", None(NO_LOGIN)),
    ("WebAuthType", None(NO_LOGIN)),
    ("KrbService", None(NO_LOGIN)),
    ("KrbRDNS", None(NO_LOGIN)),
    ("KrbCanonHost", None(NO_LOGIN)),
    ("KrbServerRealm", None(NO_LOGIN)),
    ("LoginTimeout", None(NO_USERS)),
    ("LoginDisabled", None(NO_USERS)),
    ("Secret", None("not needed, and not copied; delete it with the file")),
    ("PythonDebug", None("no page shows internals; details of errors are in the log")),
    ("LibPath", None("there is no Python code to find")),
    ("LogLevel", None("the variable KOJIVIEW_LOG says what is logged, such as KOJIVIEW_LOG=kojiview=info")),
    ("LogFormat", None("log-format chooses between text, JSON and journald")),
    ("Tasks", None(ANY_METHOD)),
    ("ToplevelTasks", None(ANY_METHOD)),
    ("ParentTasks", None(ANY_METHOD)),
    ("RLIMIT_AS", None(BY_SYSTEMD)),
    ("RLIMIT_CORE", None(BY_SYSTEMD)),
    ("RLIMIT_CPU", None(BY_SYSTEMD)),
    ("RLIMIT_DATA", None(BY_SYSTEMD)),
    ("RLIMIT_FSIZE", None(BY_SYSTEMD)),
    ("RLIMIT_MEMLOCK", None(BY_SYSTEMD)),
    ("RLIMIT_NOFILE", None(BY_SYSTEMD)),
    ("RLIMIT_NPROC", None(BY_SYSTEMD)),
    ("RLIMIT_OFILE", None(BY_SYSTEMD)),
    ("RLIMIT_RSS", None(BY_SYSTEMD)),
    ("RLIMIT_STACK", None(BY_SYSTEMD)),
    // It stands in the file that Koji ships, and never had an effect.
    (
        "HiddenUsers",
        None("kojiweb itself never heeded it, and there is nothing like it here: tasks of all users are listed"),
    ),
    ("HiddenUser", None(NEVER_READ)),
    ("KojiStaticDir", None(NEVER_READ)),
    ("KojiDebug", None(NEVER_READ)),
    ("WebAuth", None(NEVER_READ)),
    ("ClientCA", None("kojiweb has not read this since 1.11; certificates of readers are a matter of the web server")),
    ("KojiPackagesURL", None(LONG_GONE)),
    ("KojiMavenURL", None(LONG_GONE)),
    ("KojiImagesURL", None(LONG_GONE)),
    ("KojiArchiveURL", None(LONG_GONE)),
    ("KojiWebURL", None("kojiweb has not read this since 2008; public-url is the address of the site")),
];

/// What kojiweb has where an option is not set.
pub(super) const DEFAULTS: [(&str, &str); 3] = [
    ("KojiHubURL", "http://localhost/kojihub"),
    ("KojiFilesURL", "http://localhost/kojifiles"),
    ("KojiHubCA", "/etc/kojiweb/kojihubca.crt"),
];

/// The greeting that kojiweb has of itself.
pub(super) const GREETING: &str = "Welcome to Koji Web";
